"""Which rule a recursion may be, and how the hyperparameters of both go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """What a rule's hyperparameter is: one of the recursion's, as it is or changed in a usual way.

    Attributes
    ----------
    name : str
        The recursion's hyperparameter.
    change : str
        Empty if it is taken as it is; "complement" for 1 minus it; else a power and a name, of
        1 minus which to that power it is a multiple.
    """

    name: str
    change: str = ""


@dataclass(frozen=True)
class Match:
    """A rule that runs as a recursion does, under settings of its hyperparameters."""

    rule: str
    settings: Mapping[str, Setting]

    @property
    def plain(self) -> bool:
        """Whether hyperparameters differ in their names only."""
        return not any(setting.change for setting in self.settings.values())

    @property
    def family(self) -> str:
        """The family's name."""
        return family(self.rule)


def family(rule: str) -> str:
    """Return the name of a rule's family, which is its main rule's.

    Examples
    --------
    >>> family("adam.eps-inside")
    'adam'
    """
    return rule.partition(".")[0]

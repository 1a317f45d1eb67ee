"""Which data are propositions and domains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symopt.proof.kernel.terms import RELATIONS, Prop, Rejected, check_term


def check_prop(prop: Prop) -> None:
    """Refuse anything that is not a well-formed proposition."""
    if not isinstance(prop, tuple) or not prop or not isinstance(prop[0], str):
        raise Rejected("not a proposition")
    tag = prop[0]
    if tag in RELATIONS and len(prop) == 3:
        check_term(prop[1])
        check_term(prop[2])
    elif tag == "and" and len(prop) > 1:
        for part in prop[1:]:
            check_prop(part)
    elif tag == "forall" and len(prop) == 3 and isinstance(prop[1], tuple):
        for entry in prop[1]:
            if len(entry) != 2 or not isinstance(entry[0], str):
                raise Rejected("a quantifier without a name and a domain")
            check_domain(entry[1])
        check_prop(prop[2])
    elif tag == "limit" and len(prop) == 5 and isinstance(prop[2], str):
        for part in (prop[1], prop[4]):
            check_term(part)
        if prop[3][0] not in ("oo", "above", "below"):
            raise Rejected("a limit at no point")
        for part in prop[3][1:]:
            check_term(part)
    elif tag == "series" and len(prop) == 5 and isinstance(prop[2], str):
        check_term(prop[1])
        check_term(prop[4])
        if type(prop[3]) is not int or not 0 < prop[3] <= 40:
            raise Rejected("a series of no order")
    elif tag == "if" and len(prop) == 3 and isinstance(prop[1], tuple) and prop[1]:
        for condition in prop[1]:
            check_prop(condition)
        check_prop(prop[2])
    elif tag == "pred" and len(prop) >= 2 and isinstance(prop[1], str):
        for part in prop[2:]:
            check_term(part)
    else:
        raise Rejected(f"not a proposition: {tag!r}")


def check_domain(domain: Any) -> None:
    """Refuse anything that is not a domain: an interval of reals or integers."""
    if not isinstance(domain, tuple) or not domain:
        raise Rejected("not a domain")
    bounds: Iterable[Any]
    if domain[0] == "int" and len(domain) == 3:
        bounds = domain[1:]
    elif domain[0] == "real" and len(domain) == 5:
        bounds = (domain[1], domain[3])
        if any(end not in ("open", "closed") for end in (domain[2], domain[4])):
            raise Rejected("not a domain")
    else:
        raise Rejected("not a domain")
    for bound in bounds:
        if bound is not None:
            check_term(bound)

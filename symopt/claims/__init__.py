"""The claims: named statements about the rules, each with a derivation or a witness.

One topic a file; a decorated function is a claim, and a new file needs no list to be added to.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from symopt.errors import UnknownName
from symopt.proof.claim import Claim
from symopt.registry import Registry

if TYPE_CHECKING:
    from symopt.proof.proof import Proof


FEW = 8  # so many claims are done before a second process has begun
CHUNK = 2


@cache
def registry() -> Registry[Claim]:
    """Return the registry of all claims."""
    return Registry("symopt.claims", Claim, "claim")


def get(name: str) -> Claim:
    """Return the claim of that name, such as ``"averages.weights"``."""
    return registry().get(name)


def names() -> tuple[str, ...]:
    """Return the names of all claims."""
    return registry().names()


def topics() -> tuple[str, ...]:
    """Return the topics, in alphabetical order."""
    return tuple(sorted({claim.topic for claim in registry()}))


def select(wanted: str | Iterable[str] | None = None) -> tuple[Claim, ...]:
    """Return claims by name or topic, in the order of definition; all without an argument.

    Raises
    ------
    UnknownName
        No claim and no topic has that name; the message offers the nearest.
    """
    if wanted is None:
        return tuple(registry())
    asked = [wanted] if isinstance(wanted, str) else list(wanted)
    known = set(names()) | set(topics())
    for name in asked:
        if name not in known:
            raise UnknownName("claim", name, known)
    return tuple(c for c in registry() if c.name in asked or c.topic in asked)


def prove(claim: str | Claim) -> Proof:
    """Prove one claim.

    Examples
    --------
    >>> prove("averages.weights").verdict
    'proved'
    """
    return (get(claim) if isinstance(claim, str) else claim).prove()


def verify(wanted: str | Iterable[str] | None = None, jobs: int = 1) -> list[Proof]:
    """Prove claims by name or topic; all without an argument.

    Parameters
    ----------
    wanted : str or iterable of str, optional
    jobs : int
        How many processes share the work. The result does not depend on it.
    """
    return list(proofs(select(wanted), jobs))


def proofs(chosen: Sequence[Claim], jobs: int = 1) -> Iterator[Proof]:
    """Prove claims in their order, each as soon as it and those before it are done."""
    if jobs == 1 or len(chosen) < FEW:
        yield from (claim.prove() for claim in chosen)
        return
    from concurrent.futures import ProcessPoolExecutor

    names = [claim.name for claim in chosen]
    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_the_parent) as pool:
        try:
            yield from pool.map(_printed, names, chunksize=CHUNK)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _printed(name: str) -> Proof:
    from symopt.proof.outline import printed

    return printed(prove(name))


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

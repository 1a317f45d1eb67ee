"""`symopt verify`: prove the claims, and say so if a verdict is not the expected one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symopt.cli.tables import print_json

if TYPE_CHECKING:
    from symopt.proof.proof import Proof

_EXAMPLES = """\
examples:
  symopt verify
  symopt verify averages
  symopt verify averages.weights --explain
"""


def configure(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "verify",
        help="prove the claims",
        description="Prove claims for all t and all hyperparameters they admit. "
        "Exit 1 if a verdict is not the expected one.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="CLAIM-OR-TOPIC",
        help="all claims if none is given (symopt list claims)",
    )
    parser.add_argument("--explain", action="store_true", help="print every derivation")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Prove one claim after the other, printing each as it is done."""
    from symopt import claims

    chosen = claims.select(args.names or None)
    width = max((len(claim.name) for claim in chosen), default=0)
    proofs: list[Proof] = []
    for claim in chosen:
        proof = claims.prove(claim)
        proofs.append(proof)
        if args.format == "text":
            print(proof.text() + "\n" if args.explain else line(proof, width), flush=True)
    if args.format == "json":
        print_json([describe(proof) for proof in proofs])
    else:
        print(count(proofs))
    return 0 if all(proof.as_expected for proof in proofs) else 1


def describe(proof: Proof) -> dict[str, Any]:
    """Return the verdict as plain data."""
    return {
        "name": proof.claim,
        "topic": proof.topic,
        "summary": proof.summary,
        "verdict": proof.verdict,
        "expected": proof.expected,
        "seconds": round(proof.seconds, 4),
        "reason": proof.reason or None,
        "lemmas": list(proof.lemmas),
    }


def line(proof: Proof, width: int) -> str:
    """Return one line: name, verdict, time; what was expected and why, if it is a surprise."""
    text = f"{proof.claim:<{width}}  {proof.verdict:<9}  {proof.seconds:6.2f} s"
    if not proof.as_expected:
        text += f"  expected {proof.expected}" + (f": {proof.reason}" if proof.reason else "")
    return text


def count(proofs: Sequence[Proof]) -> str:
    """Return the closing line."""
    verdicts = [proof.verdict for proof in proofs]
    counts = [
        f"{verdicts.count(verdict)} {verdict}"
        for verdict in ("proved", "refuted", "undecided")
        if verdict in verdicts
    ]
    surprises = sum(not proof.as_expected for proof in proofs)
    return ", ".join(counts) + (f"; {surprises} not as expected" if surprises else "")

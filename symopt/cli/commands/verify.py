"""`symopt verify`: prove the claims, and say so if a verdict is not the expected one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symopt.cli.tables import print_json
from symopt.errors import UnknownName

if TYPE_CHECKING:
    from symopt.proof import Proof

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

    names = choose(args.names, claims.names())
    width = max((len(name) for name in names), default=0)
    proofs: list[Proof] = []
    for name in names:
        proof = claims.prove(name)
        proofs.append(proof)
        if args.format == "text":
            print(proof.text() + "\n" if args.explain else line(proof, width), flush=True)
    surprises = [proof for proof in proofs if proof.verdict != proof.expected]
    if args.format == "json":
        print_json([describe(proof) for proof in proofs])
    else:
        print(count(proofs, surprises))
    return 1 if surprises else 0


def choose(asked: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the claims that the asked-for claims and topics name, each once."""
    topics = {name.split(".")[0] for name in names}
    for name in asked:
        if name not in names and name not in topics:
            raise UnknownName("claim", name, {*names, *topics})
    return [name for name in names if not asked or name in asked or name.split(".")[0] in asked]


def describe(proof: Proof) -> dict[str, Any]:
    """Return the verdict as plain data."""
    return {
        "name": proof.name,
        "topic": proof.topic,
        "summary": proof.summary,
        "verdict": proof.verdict,
        "expected": proof.expected,
        "seconds": round(proof.seconds, 4),
        "reason": proof.reason or None,
    }


def line(proof: Proof, width: int) -> str:
    """Return one line: name, verdict, time; what was expected and why, if it is a surprise."""
    text = f"{proof.name:<{width}}  {proof.verdict:<9}  {proof.seconds:6.2f} s"
    if proof.verdict != proof.expected:
        text += f"  expected {proof.expected}" + (f": {proof.reason}" if proof.reason else "")
    return text


def count(proofs: Sequence[Proof], surprises: Sequence[Proof]) -> str:
    """Return the closing line."""
    verdicts = [proof.verdict for proof in proofs]
    counts = [
        f"{verdicts.count(verdict)} {verdict}"
        for verdict in ("proved", "refuted", "undecided")
        if verdict in verdicts
    ]
    end = f"; {len(surprises)} not as expected" if surprises else ""
    return ", ".join(counts) + end

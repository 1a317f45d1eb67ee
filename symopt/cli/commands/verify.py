"""`symopt verify`: prove the claims, and say so if a verdict is not the expected one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from symopt.cli.output import progress, publish
from symopt.cli.tables import as_json
from symopt.errors import InvalidValue

if TYPE_CHECKING:
    from symopt.proof.proof import Proof

_EXAMPLES = """\
examples:
  symopt verify
  symopt verify averages
  symopt verify averages.weights --explain
  symopt verify momentum --format html -o momentum.html
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
    parser.add_argument("--jobs", type=int, metavar="N", help="share the work among N processes")
    parser.add_argument("--timing", action="store_true", help="say how long each took")
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "latex", "typst", "html", "json"),
        default="text",
        help="all but text and json are whole documents with every derivation",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write there, not on the screen")
    parser.set_defaults(execute=execute)


def execute(args: argparse.Namespace) -> int:
    """Prove one claim after the other; print each as soon as it is done, or a document."""
    from symopt import claims

    chosen = claims.select(args.names or None)
    width = max((len(claim.name) for claim in chosen), default=0)
    jobs = min(4, os.cpu_count() or 1) if args.jobs is None else args.jobs
    if jobs < 1:
        raise InvalidValue(f"--jobs {jobs}: it must be 1 or more")
    # The screen shows the verdicts unless it is to show a document.
    on_screen = args.format == "text" or args.output is not None
    proofs: list[Proof] = []
    said: list[str] = []
    for proof in progress(claims.proofs(chosen, jobs), len(chosen), shown=not on_screen):
        proofs.append(proof)
        explained = args.explain and args.format == "text"
        said.append(proof.text() + "\n" if explained else line(proof, width, args.timing))
        if on_screen:
            print(said[-1], flush=True)
    said.append(count(proofs))
    if on_screen:
        print(said[-1])
    if args.format != "text" or args.output is not None:
        publish(args, _document(args.format, proofs, said))
    return 0 if all(proof.as_expected for proof in proofs) else 1


def _document(notation: str, proofs: Sequence[Proof], said: Sequence[str]) -> str:
    if notation == "json":
        return as_json([describe(proof) for proof in proofs])
    if notation == "text":
        return "\n".join(said) + "\n"
    from symopt.proof.formats import document

    return document(proofs, notation)


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


def line(proof: Proof, width: int, timing: bool) -> str:
    """Return one line: name, verdict; what was expected and why, if it is a surprise."""
    text = f"{proof.claim:<{width}}  {proof.verdict:<9}".rstrip()
    if timing:
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

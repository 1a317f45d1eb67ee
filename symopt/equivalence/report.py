"""A comparison as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.equivalence.maps import Simulation
from symopt.equivalence.witness import Run, Witness

if TYPE_CHECKING:
    from symopt.equivalence.comparison import Comparison


def as_text(comparison: Comparison) -> str:
    """Return a comparison for the terminal."""
    lines = [headline(comparison)]
    maps = comparison.maps[:1] if comparison.verdict == "identical" else comparison.maps
    for simulation in maps:
        lines += ["", *_map(simulation)]
    if comparison.conditions:
        lines += ["", "conditions", *(f"  {item}" for item in comparison.conditions)]
    if comparison.lints:
        lines += ["", f"lints: {', '.join(comparison.lints)}"]
    if comparison.witness is not None:
        lines += ["", *_witness(comparison.witness)]
    return "\n".join(lines)


def headline(comparison: Comparison) -> str:
    """Return the verdict in a sentence.

    Examples
    --------
    >>> from symopt.equivalence.comparison import compare
    >>> headline(compare("gd", "gd"))
    'gd and gd: identical'
    >>> headline(compare("gd", "momentum"))
    'gd and momentum: different; gd is momentum with beta = 0, and no map leads back (proved)'
    """
    sentence = f"{comparison.first} and {comparison.second}: {comparison.verdict}"
    reason = f"; {comparison.reason}" if comparison.reason else ""
    if comparison.no_map is None:
        return sentence + reason
    if comparison.maps:
        back = "no map leads back (proved)"
        return f"{sentence}{reason}, and {back if _proved(comparison) else 'no map back was found'}"
    how = " under every map (proved)" if _proved(comparison) else "; no map was found"
    return sentence + how + reason


def _proved(comparison: Comparison) -> bool:
    return comparison.no_map == "proved"


def _map(simulation: Simulation) -> list[str]:
    """Return a map as a table: what the one rule has is what stands beside it in the other."""
    data = simulation.data()
    rows = [*data["hyperparameters"].items(), *data["states"].items()]
    if data["parameter"] != "theta":
        rows.append(("theta", data["parameter"]))
    width = max(len(name) for name in (simulation.by, *(name for name, _ in rows)))
    lines = [f"  {simulation.by:<{width}}    {simulation.of}"]
    lines += [f"  {name:<{width}} =  {value}" for name, value in rows]
    if simulation.positive:
        lines.append(f"  for {', '.join(f'{name} != 0' for name in simulation.positive)}")
    return lines


def _witness(witness: Witness) -> list[str]:
    optimizer = witness.first.rows[0].query is not None
    one = witness.steps == 1
    given = f"{'gradient' if optimizer else 'input'}{'' if one else 's'}"
    numbers = ", ".join(map(str, witness.inputs))
    start = f", from theta = {witness.start}" if optimizer else ""
    ends = [run.last for run in (witness.first, witness.second)]
    last = [run.rows[-1].output for run in (witness.first, witness.second)]
    what = (
        "theta is" if optimizer and last == ends else "they ask at" if optimizer else "they are at"
    )
    after = f"after {witness.steps} step{'' if one else 's'} {what} {ends[0]} against {ends[1]}"
    lines = [f"on the {given} {numbers}{start}: {after}"]
    for run in (witness.first, witness.second):
        lines += ["", *_run(run)]
    return lines


def _run(run: Run) -> list[str]:
    hyper = ", ".join(f"{name} = {value}" for name, value in run.hyperparameters.items())
    optimizer = run.rows[0].query is not None
    head = ["t", *(["query", "g"] if optimizer else ["y"]), *run.states]
    head.append("theta" if optimizer else "output")
    table = [head]
    for step, row in enumerate(run.rows, start=1):
        query = [str(row.query)] if optimizer else []
        states = [str(value) for value in row.states]
        table.append([str(step), *query, str(row.given), *states, str(row.output)])
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    lines = [f"{run.name}  ({hyper})" if hyper else run.name]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"  {'  '.join(cells)}".rstrip())
    if optimizer and str(run.last) != table[-1][-1]:
        lines.append(f"  next query {run.last}")
    return lines

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
    for simulation in comparison.maps:
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
    """
    sentence = f"{comparison.first} and {comparison.second}: {comparison.verdict}"
    if comparison.no_map == "proved":
        sentence += " under every map (proved)"
    elif comparison.no_map == "searched":
        sentence += "; no map found"
    return sentence + (f"; {comparison.reason}" if comparison.reason else "")


def _map(simulation: Simulation) -> list[str]:
    data = simulation.data()
    rows = [*data["hyperparameters"].items(), *data["states"].items()]
    if data["parameter"] != "theta":
        rows.append(("theta", data["parameter"]))
    width = max((len(name) for name, _ in rows), default=0)
    title = f"{simulation.by} does what {simulation.of} does, with (right: {simulation.of}'s)"
    return [title, *(f"  {name:<{width}} = {value}" for name, value in rows)]


def _witness(witness: Witness) -> list[str]:
    given = "gradients" if witness.first.rows[0].query is not None else "inputs"
    lines = [f"{given} {', '.join(map(str, witness.inputs))}, start {witness.start}"]
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

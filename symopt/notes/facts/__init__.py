r"""What else notes say that can be right or wrong, besides updates.

Worked numbers (`numbers`), chains of equalities (`chains`), averages written out
(`expansions`), schedules and their tables (`schedules`, `tables`), limits (`limits`) and gradients
(`gradients`). A statement that says nothing that could be wrong, such as ``m = 5000``, is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from symopt.notes.document import Document
from symopt.notes.facts.gradients import judge_gradients
from symopt.notes.facts.statements import judge_statement
from symopt.notes.facts.tables import judge_tables
from symopt.notes.finding import Finding
from symopt.notes.meaning.passages import Passages
from symopt.notes.python.tree import Program

__all__ = ["judge"]

MAX_FAR = 8  # algorithms elsewhere in the document that are looked at


def judge(
    passages: Passages, document: Document, programs: Sequence[Program], *, file: str
) -> list[Finding]:
    """Judge all facts of a document, in the order of reading.

    Parameters
    ----------
    passages : Passages
        The statements that are no updates; see `symopt.notes.meaning`.
    document : Document
        For its tables.
    programs : sequence of Program
        For gradients of losses.
    file : str
        What findings call the file.

    Returns
    -------
    list of Finding
        None for statements that say nothing that could be wrong.
    """
    findings: list[Finding] = []
    for passage in passages.facts:
        for statement in passage.statements:
            line = statement.excerpt.start.line
            far = nsmallest(
                MAX_FAR, passages.algorithms, key=lambda a, at=line: abs(a.excerpt.start.line - at)
            )
            found = judge_statement(passage, statement, file, far)
            if found is not None:
                findings.append(found)
    findings += judge_tables(passages, document, file)
    findings += judge_gradients(programs, file)
    return sorted(findings, key=lambda finding: finding.place)

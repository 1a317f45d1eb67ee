"""Mathematics as people write it in LaTeX, read into statements.

A formula is a chain of parts joined by relations; see `symopt.notes.statement.Statement`. What is
not understood becomes an `Unread` with its place and a reason, and its neighbours are still read.

Names
    ``\\beta_1`` is beta1, ``\\hat m_t`` is m_hat with the index t, ``V_{dw}^{corrected}`` is
    V_dw_corrected, ``E[g^2]_t`` is E_g2 with the index t; `words` says what is one name and what
    a product, `conventions` when a number below a letter is an index.
Gradients
    A call of ``grad`` with the point where it is taken, ``grad()`` if none is stated.
Lists
    ``t = 1, 2, \\dots, T`` is ``t in list(1, 2, dots, T)``; after ``\\in``, ``[0, 1)`` is
    ``interval(0, 1)``.
Sums
    Without bounds they go from ``first`` to ``last``.
"""

from symopt.notes.latex.reader import read, read_all, read_plain

__all__ = ["read", "read_all", "read_plain"]

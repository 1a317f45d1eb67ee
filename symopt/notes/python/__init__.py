"""Read listings of Python: what they compute, never running them.

`read` takes the listings of a document in their order and gives

- `Program`: every listing as a tree of functions, assignments, loops and returns
  (`symopt.notes.python.tree` says how its formulas are written), for who compares a function
  with another;
- `Algorithm`: what one step of an update or of an average assigns, in order;
- `Lint`: defects that need no rule to be seen. Those of an algorithm are in its `lints`, the
  others in `Reading.lints`;
- `Unread`: what was not understood. An algorithm of which a line was not understood is not given.

What a listing leaves open is decided like this. An option that is set once (``if amsgrad:``,
``if weight_decay != 0:``) gives an algorithm for each choice, the default one first; the choice
is in `Algorithm.options`. A loop over parameters, layers or keys is left out: what it does to one
of them is the algorithm, under the names of the containers. A function of which nothing is known
asks for the gradient if its name or its result's says so, or if it is the only one. A loop that
only adds up (a loss over the data) is a `Program`, and no algorithm.

Examples
--------
>>> from symopt.notes.document import Code
>>> from symopt.notes.source import Excerpt
>>> text = "for t in range(1, 9):\\n    v = beta*v + (1 - beta)*dw\\n    w -= lr*v/(1 - beta**t)"
>>> algorithm, = read([Code(Excerpt.of(text), "python")]).algorithms
>>> for line in algorithm.assignments:
...     print(line.excerpt.place(0), line.target.name, "=", line.formula.text())
2:5 v = beta*v + (1 - beta)*dw
3:5 w = w - lr*v/(1 - beta^t)
>>> algorithm.counter, algorithm.counter_start.text()
('t', '1')
"""

from symopt.notes.python.reading import Reading, read
from symopt.notes.python.tree import (
    Assign,
    Branch,
    Class,
    Effect,
    Function,
    Loop,
    Opaque,
    Parameter,
    Program,
    Return,
)

__all__ = [
    "Assign",
    "Branch",
    "Class",
    "Effect",
    "Function",
    "Loop",
    "Opaque",
    "Parameter",
    "Program",
    "Reading",
    "Return",
    "read",
]

"""Tune every main rule on every surface that has a recipe, and write the results."""

from __future__ import annotations

import json
import sys
from math import inf
from typing import Any

from symopt import rules
from symopt.files import write_atomic
from symopt.tuning.recipes import RECIPES, RESULTS, derive


def main() -> None:
    """Tune every main rule on every surface that has a recipe, and write the results."""
    names = [r.name for r in rules.registry() if r.kind == "optimizer" and "." not in r.name]
    content: dict[str, Any] = {}
    for surface in RECIPES:
        content[surface] = {}
        for name in names:
            found = derive(surface, name)
            scores = [int(step) if step < inf else None for step in found.scores]
            content[surface][name] = {"setting": dict(found.setting), "steps": scores}
            print(surface, name, content[surface][name], file=sys.stderr)
    write_atomic(RESULTS, json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()

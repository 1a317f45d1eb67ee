"""Choosing hyperparameters for a comparison: one procedure and one budget for every rule.

A picture that sets rules side by side says little if one of them was tuned and another was not.
Here every rule gets `BUDGET` settings from a fixed grid (`candidates`), each run from the same
starts. The best setting is the one that meets the goal soonest from its worst start; of equals,
the one with the smaller sum over the starts, then with the lower loss at the end of its worst
run, then the first of the grid. ``docs/tuning.md`` explains the choices;
``python -m symopt.tuning`` makes the shipped results anew.
"""

from symopt.tuning.goals import Goal, leave, longest_step, reach, settle, settled
from symopt.tuning.recipes import RECIPES, Recipe, best, derive, note, steps_to_goal
from symopt.tuning.search import BUDGET, Tuned, candidates, tune

__all__ = [
    "BUDGET",
    "RECIPES",
    "Goal",
    "Recipe",
    "Tuned",
    "best",
    "candidates",
    "derive",
    "leave",
    "longest_step",
    "note",
    "reach",
    "settle",
    "settled",
    "steps_to_goal",
    "tune",
]

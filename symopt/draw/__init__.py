"""Pictures of runs: matplotlib functions that take ``ax=`` and return artists, and films.

Everything here is loaded on first use, so ``import symopt`` costs no matplotlib, and
``symopt.draw.contour`` costs no Manim.

Examples
--------
>>> import symopt
>>> from symopt import draw
>>> saddle = symopt.problems.get("saddle")
>>> figure, ax = draw.get_theme().subplots()
>>> lines = draw.contour(saddle, ax=ax)
>>> paths = draw.paths([symopt.run("adam", saddle, alpha=0.05)], ax=ax)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symopt.draw import films
    from symopt.draw.arrows import vectors
    from symopt.draw.batch import Made, make_figures
    from symopt.draw.contours import contour
    from symopt.draw.fields import field
    from symopt.draw.figures import draw_figure, make_figure, publish
    from symopt.draw.formulas import formula
    from symopt.draw.labels import hyperparameters, run_label
    from symopt.draw.legends import legend
    from symopt.draw.lines import curve, curves, dots, level, losses, note
    from symopt.draw.looks import get_theme, rc_theme, themes
    from symopt.draw.maps import sweep_map
    from symopt.draw.mesh import SurfaceMesh, surface3d
    from symopt.draw.meshpaths import SurfacePath, paths3d
    from symopt.draw.palette import STYLES, Style, styles
    from symopt.draw.pathlines import paths
    from symopt.draw.profiles import descent
    from symopt.draw.race import Race
    from symopt.draw.race3d import Race3d
    from symopt.draw.recipes import add_run, recipe
    from symopt.draw.saving import save
    from symopt.draw.theme import COLUMN, TEXT, Theme

_HOME = {
    "films": "films",
    "vectors": "arrows",
    "Made": "batch",
    "make_figures": "batch",
    "contour": "contours",
    "field": "fields",
    "draw_figure": "figures",
    "make_figure": "figures",
    "publish": "figures",
    "formula": "formulas",
    "hyperparameters": "labels",
    "run_label": "labels",
    "legend": "legends",
    "curve": "lines",
    "curves": "lines",
    "dots": "lines",
    "level": "lines",
    "losses": "lines",
    "note": "lines",
    "sweep_map": "maps",
    "SurfaceMesh": "mesh",
    "surface3d": "mesh",
    "SurfacePath": "meshpaths",
    "paths3d": "meshpaths",
    "STYLES": "palette",
    "Style": "palette",
    "styles": "palette",
    "paths": "pathlines",
    "descent": "profiles",
    "Race": "race",
    "Race3d": "race3d",
    "add_run": "recipes",
    "recipe": "recipes",
    "save": "saving",
    "COLUMN": "theme",
    "TEXT": "theme",
    "Theme": "theme",
    "get_theme": "looks",
    "rc_theme": "looks",
    "themes": "looks",
}

__all__ = [
    "COLUMN",
    "STYLES",
    "TEXT",
    "Made",
    "Race",
    "Race3d",
    "Style",
    "SurfaceMesh",
    "SurfacePath",
    "Theme",
    "add_run",
    "contour",
    "curve",
    "curves",
    "descent",
    "dots",
    "draw_figure",
    "field",
    "films",
    "formula",
    "get_theme",
    "hyperparameters",
    "legend",
    "level",
    "losses",
    "make_figure",
    "make_figures",
    "note",
    "paths",
    "paths3d",
    "publish",
    "rc_theme",
    "recipe",
    "run_label",
    "save",
    "styles",
    "surface3d",
    "sweep_map",
    "themes",
    "vectors",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # No function has the name of the module that defines it, or the module would hide it.
    module = importlib.import_module(f"{__name__}.{_HOME[name]}")
    return module if name == "films" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)

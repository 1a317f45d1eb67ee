"""The page of all figures shows what the gallery has."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from symopt import gallery

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_is_the_gallerys_own() -> None:
    spec = importlib.util.spec_from_file_location("page", ROOT / "scripts" / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "make docs"
    pictures = {path.stem for path in script.PICTURES.glob("*.png")}
    assert pictures == set(gallery.figures())


def test_every_figure_says_its_point_in_both_languages() -> None:
    for entry in gallery.figures().values():
        for lang, stop in (("en", "."), ("zh", "。")):
            assert entry.caption(lang).endswith(stop), entry.name
            assert len(entry.alt(lang)) > 15, entry.name
        assert any("一" <= letter <= "鿿" for letter in entry.caption("zh")), entry.name
        assert "\n" not in entry.caption()

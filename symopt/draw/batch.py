"""Making many figures: those that changed, in several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from symopt import gallery
from symopt.draw.fresh import fingerprint, remember, unchanged


@dataclass(frozen=True)
class Made:
    """A figure that is there now.

    Attributes
    ----------
    name : str
    files : tuple of Path
    new : bool
        Whether it was made just now; otherwise nothing it is made from had changed.
    """

    name: str
    files: tuple[Path, ...]
    new: bool


def make_figures(
    names: Sequence[str],
    out_dir: str | os.PathLike[str] = ".",
    formats: Sequence[str] = ("svg",),
    theme: str = "light",
    lang: str = "en",
    page: str = "own",
    *,
    jobs: int | None = None,
    anew: bool = False,
) -> Iterator[Made]:
    """Make figures of the gallery, those left out that are there and would come out the same.

    Parameters
    ----------
    names : sequence of str
    out_dir, formats, theme, lang, page
        As of `make_figure`.
    jobs : int, optional
        Processes to use; as many as there are processors if not given.
    anew : bool
        Make unchanged figures too.

    Yields
    ------
    Made
        As soon as a figure is there: the unchanged ones first, the others in no fixed order.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for _ in range(2):
    ...         [(made.name, made.new) for made in make_figures(["ewma-bias"], folder, jobs=1)]
    [('ewma-bias', True)]
    [('ewma-bias', False)]
    """
    folder = Path(out_dir)
    look = {"theme": theme, "lang": lang, "page": page}
    wanted: dict[str, dict[str, str]] = {}
    for name in names:
        entry = gallery.figure(name)
        wanted[name] = {f"{name}.{k}": fingerprint(entry, kind=k, **look) for k in formats}
    todo: list[str] = []
    for name, files in wanted.items():
        if not anew and unchanged(folder, files) == set(files):
            yield Made(name, tuple(folder / file for file in files), new=False)
        else:
            todo.append(name)
    for name, files in _make(todo, folder, tuple(formats), (theme, lang, page), jobs):
        remember(folder, wanted[name])
        yield Made(name, tuple(files), new=True)


def _make(
    names: Sequence[str],
    folder: Path,
    formats: tuple[str, ...],
    look: tuple[str, str, str],
    jobs: int | None,
) -> Iterator[tuple[str, list[Path]]]:
    count = min(jobs or os.cpu_count() or 1, len(names))
    if count <= 1:
        for name in names:
            yield _one(name, folder, formats, look)
        return
    # A fresh process inherits no half-used library from this one, on any system.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_undisturbed) as pool:
        waiting: list[Future[tuple[str, list[Path]]]] = [
            pool.submit(_one, name, folder, formats, look) for name in names
        ]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _undisturbed() -> None:
    """Leave a Ctrl-C to the process that started this one: it cancels what has not begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(
    name: str, folder: Path, formats: tuple[str, ...], look: tuple[str, str, str]
) -> tuple[str, list[Path]]:
    from symopt.draw.figures import make_figure

    return name, make_figure(name, folder, formats, *look)

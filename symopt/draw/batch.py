"""Making many figures or films: those that changed, in several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
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
    look = {"theme": theme, "lang": lang, "page": page}
    tasks = [
        Task(name, gallery.figure(name), {f"{name}.{kind}": kind for kind in formats}, look)
        for name in names
    ]
    yield from make(tasks, Path(out_dir), _draw, jobs=jobs, anew=anew)


@dataclass(frozen=True)
class Task:
    """Something of a gallery to be made.

    Attributes
    ----------
    name : str
    entry : Entry
        The script it is made by.
    files : mapping of str to str
        For each file name its format.
    look : mapping of str to str
        What else it depends on.
    """

    name: str
    entry: gallery.Entry
    files: Mapping[str, str]
    look: Mapping[str, str]

    def fingerprints(self) -> dict[str, str]:
        """Return for each file name a hash of what it would be made from."""
        return {
            name: fingerprint(self.entry, kind=kind, **self.look)
            for name, kind in self.files.items()
        }


def make(
    tasks: Sequence[Task],
    folder: Path,
    work: Callable[[Task, Path], list[Path]],
    *,
    jobs: int | None = None,
    anew: bool = False,
) -> Iterator[Made]:
    """Do the tasks whose files are not there as they would come out, in several processes.

    Parameters
    ----------
    tasks : sequence of Task
    folder : Path
    work : callable
        Makes the files of a task in the folder; a function of a module, since other processes
        import it.
    jobs, anew
        As of `make_figures`.
    """
    wanted = {task.name: task.fingerprints() for task in tasks}
    todo: list[Task] = []
    for task in tasks:
        if not anew and unchanged(folder, wanted[task.name]) == set(task.files):
            yield Made(task.name, tuple(folder / file for file in task.files), new=False)
        else:
            todo.append(task)
    for name, files in _done(todo, folder, work, jobs):
        remember(folder, wanted[name])
        yield Made(name, tuple(files), new=True)


def _done(
    tasks: Sequence[Task],
    folder: Path,
    work: Callable[[Task, Path], list[Path]],
    jobs: int | None,
) -> Iterator[tuple[str, list[Path]]]:
    count = min(jobs or os.cpu_count() or 1, len(tasks))
    if count <= 1:
        for task in tasks:
            yield task.name, work(task, folder)
        return
    # A fresh process inherits no half-used library from this one, on any system.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_undisturbed) as pool:
        waiting = {pool.submit(work, task, folder): task.name for task in tasks}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _undisturbed() -> None:
    """Leave a Ctrl-C to the process that started this one: it cancels what has not begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _draw(task: Task, folder: Path) -> list[Path]:
    from symopt.draw.figures import make_figure

    return make_figure(task.name, folder, task.files.values(), **task.look)

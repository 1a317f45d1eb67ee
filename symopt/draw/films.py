"""Making the films of the gallery."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any

from symopt import gallery
from symopt.draw.looks import get_theme
from symopt.draw.theme import Theme
from symopt.errors import MissingDependency, SymoptError, UnknownName
from symopt.files import replacing

# Width, height and frames per second.
QUALITIES: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {"low": (854, 480, 15), "medium": (1280, 720, 30), "high": (1920, 1080, 60)}
)


def render(
    name: str,
    out_dir: str | os.PathLike[str] = ".",
    quality: str | tuple[int, int, int] = "low",
    theme: str | Theme = "light",
    lang: str = "en",
    progress: bool | None = None,
) -> Path:
    """Render a film of the gallery as ``NAME.mp4``.

    Parameters
    ----------
    name : str
        Such as ``"race-saddle"``; ``symopt.gallery.animations()`` has them all.
    out_dir : path
        Made if it is missing.
    quality : {"low", "medium", "high"} or tuple of int
        Or width, height and frames per second.
    theme : str or Theme
    lang : str
        Language of the texts.
    progress : bool, optional
        Whether to show a progress bar; only on a terminal if not given.

    Returns
    -------
    Path
        The film. It is moved into place when it is complete; a render that fails or is
        interrupted leaves nothing behind.

    Raises
    ------
    UnknownName
        There is no such film, quality or theme.
    MissingDependency
        Manim, or something it needs, is not installed.
    """
    entry = gallery.animation(name)
    _size(quality)
    get_theme(theme, lang)
    require_manim()
    from symopt.draw.scripts import member

    scene_class = member(entry, entry.class_name)
    target = Path(out_dir) / f"{name}.mp4"
    return render_scene(scene_class, target, quality, theme, lang, progress)


def render_scene(
    scene_class: Any,
    path: str | os.PathLike[str],
    quality: str | tuple[int, int, int] = "low",
    theme: str | Theme = "light",
    lang: str = "en",
    progress: bool | None = None,
) -> Path:
    """Render a scene, such as a `symopt.draw.Race` of your own, as an mp4.

    Parameters
    ----------
    scene_class : type
        A Manim scene; ``theme`` and ``lang`` become its class attributes.
    path : path
        Where the film goes, with the suffix ``.mp4``.
    quality, theme, lang, progress
        As of `render`.
    """
    manim = require_manim()
    size, look, target = _size(quality), get_theme(theme, lang), Path(path)
    told = {"theme": look, "lang": lang, "__doc__": scene_class.__doc__}
    scene = type(scene_class.__name__, (scene_class,), told)
    with replacing(target) as temporary, tempfile.TemporaryDirectory(prefix="symopt-") as media:
        # A folder of its own: two renders that share one spoil each other's caches.
        with manim.tempconfig(_settings(media, target.stem, size, look)):
            film = _render(manim, scene, _bar(target.stem, scene, size[2], progress))
        shutil.copyfile(film, temporary)
    return target


def require_manim() -> Any:
    """Import Manim, or say what has to be installed.

    Raises
    ------
    MissingDependency
        In one line, with the command that mends it.
    """
    try:
        import manim
        import tqdm  # noqa: F401
        import typst  # noqa: F401
    except ModuleNotFoundError as error:
        missing = error.name or "manim"
        raise MissingDependency(
            f'films need {missing}, which is not installed: pip install "manim[typst]==0.22.*"'
        ) from None
    except (ImportError, OSError) as error:  # a shared library that the loader does not find
        raise MissingDependency(
            f"films need Manim's system libraries ({error}): "
            "apt-get install libcairo2-dev libpango1.0-dev pkg-config"
        ) from None
    if not hasattr(manim, "Typst"):
        raise MissingDependency(
            f"films need manim 0.22, this is {manim.__version__}: "
            'pip install "manim[typst]==0.22.*"'
        )
    return manim


def _size(quality: str | tuple[int, int, int]) -> tuple[int, int, int]:
    if not isinstance(quality, str):
        return quality
    if quality not in QUALITIES:
        raise UnknownName("quality", quality, QUALITIES, where=", ".join(QUALITIES))
    return QUALITIES[quality]


def _settings(media: str, name: str, size: tuple[int, int, int], theme: Theme) -> dict[str, Any]:
    width, height, rate = size
    return {
        "media_dir": media,
        "output_file": name,
        "pixel_width": width,
        "pixel_height": height,
        "frame_rate": rate,
        # A manim.cfg of the user's must not change what our films look like.
        "frame_height": 8.0,
        "frame_width": 8.0 * width / height,
        "format": "mp4",
        "save_last_frame": False,
        # Without it x264 may write other bytes for the same frames, from run to run.
        "video_encoder_options": {"x264-params": "cpu-independent=1"},
        "background_color": theme.background,
        "verbosity": "ERROR",
        "progress_bar": "none",
        "disable_caching": True,
        "write_to_movie": True,
        "preview": False,
    }


def _bar(name: str, scene_class: Any, rate: int, progress: bool | None) -> Any:
    """Return a progress bar over the film's frames; silent where nobody watches."""
    from tqdm import tqdm

    length = getattr(scene_class, "length", None)
    hidden = not sys.stderr.isatty() if progress is None else not progress
    return tqdm(
        total=round(length() * rate) if length else None,
        desc=name,
        unit="frame",
        disable=hidden,
        leave=False,
    )


@contextmanager
def _heeding_interrupts() -> Iterator[Callable[[], None]]:
    """Give a function that raises KeyboardInterrupt if one was raised before and got lost.

    Python drops an exception that hits a destructor or a weak reference's callback, and Manim
    makes enough of these for a Ctrl-C to meet one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    caught: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        if callable(before):
            before(number, frame)

    def check() -> None:
        if caught:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


def _render(manim: Any, scene_class: Any, bar: Any) -> Path:
    from symopt.draw.stage import StageCamera

    class Renderer(manim.renderer.cairo_renderer.CairoRenderer):
        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            check()
            super().add_frame(frame, num_frames)
            bar.update(num_frames)

    with bar, _heeding_interrupts() as check:
        scene = scene_class(renderer=Renderer(camera_class=StageCamera))
        scene.render()
        check()
    film = Path(scene.renderer.file_writer.movie_file_path)
    if not film.is_file():
        raise SymoptError(f"{scene_class.__name__}: Manim wrote no film")
    return film

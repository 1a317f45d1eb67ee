"""Running a Manim scene off screen: settings, progress, interrupts, and stopping at a moment."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from symopt.draw.theme import Theme
from symopt.errors import InvalidValue, MissingDependency, SymoptError

# A third less work than x264's own choice, for files as small: flat colours need no long search.
# Without the second option x264 may write other bytes for the same frames, from run to run.
ENCODER = {"preset": "veryfast", "x264-params": "cpu-independent=1"}


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


def film(
    scene_class: Any,
    target: Path,
    size: tuple[int, int, int],
    theme: Theme,
    progress: bool | None = None,
) -> None:
    """Write a scene as an mp4 to a path that may be there already."""
    with _session(scene_class, target.stem, size, theme) as scene:
        made = _render(scene, _bar(target.stem, scene, size[2], progress))
        shutil.copyfile(made, target)


def still(scene_class: Any, second: float | None, size: tuple[int, int, int], theme: Theme) -> Any:
    """Return one frame of a scene, the last if no second is given, and draw no other.

    Returns
    -------
    array (rows, columns, 4)
        Red, green, blue and opacity, 0 to 255.

    Raises
    ------
    InvalidValue
        The film is over before.
    """
    with _session(scene_class, "still", size, theme, dry_run=True) as scene:
        return _frame_at(scene, second, size[2])


@contextmanager
def _session(
    scene_class: Any, name: str, size: tuple[int, int, int], theme: Theme, **settings: Any
) -> Iterator[Any]:
    """Give the scene in the theme, with Manim's settings, and a folder that goes away."""
    manim = require_manim()
    told = {"theme": theme, "lang": theme.lang, "__doc__": scene_class.__doc__}
    scene = type(scene_class.__name__, (scene_class,), told)
    # A folder of its own: two renders that share one spoil each other's caches.
    with (
        tempfile.TemporaryDirectory(prefix="symopt-") as media,
        manim.tempconfig(_settings(media, name, size, theme) | settings),
    ):
        yield scene


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
        "video_encoder_options": ENCODER,
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


def _render(scene_class: Any, bar: Any) -> Path:
    from manim.renderer.cairo_renderer import CairoRenderer

    from symopt.draw.stage import StageCamera

    class Renderer(CairoRenderer):
        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            check()
            super().add_frame(frame, num_frames)
            bar.update(num_frames)

    with bar, _heeding_interrupts() as check:
        scene = scene_class(renderer=Renderer(camera_class=StageCamera))
        scene.render()
        check()
    found = Path(scene.renderer.file_writer.movie_file_path)
    if not found.is_file():
        raise SymoptError(f"{scene_class.__name__}: Manim wrote no film")
    return found


def _frame_at(scene_class: Any, second: float | None, rate: int) -> Any:
    from manim.renderer.cairo_renderer import CairoRenderer
    from manim.utils.exceptions import EndSceneEarlyException

    from symopt.draw.stage import StageCamera

    # The frame that is on the screen at that second.
    wanted = None if second is None else int(second * rate + 1e-9)
    passed, found = 0, []

    class Renderer(CairoRenderer):
        def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
            # What is not looked at need not be drawn: pictures depend on the time alone.
            if passed == wanted:
                self.update_frame(scene, moving_mobjects)
                found.append(self.get_frame())
            self.add_frame(None)

        def freeze_current_frame(self, duration: float) -> None:
            found[:] = [self.get_frame()]
            super().freeze_current_frame(duration)

        def scene_finished(self, scene: Any) -> None:
            if wanted is None:
                self.static_image = None
                self.update_frame(scene)
                found[:] = [self.get_frame()]

        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            nonlocal passed
            check()
            passed += num_frames
            if wanted is not None and passed > wanted:
                raise EndSceneEarlyException

    with _heeding_interrupts() as check:
        scene_class(renderer=Renderer(camera_class=StageCamera)).render()
        check()
    if not found or (wanted is not None and passed <= wanted):
        raise InvalidValue(
            f"{scene_class.__name__} lasts {passed / rate:g} seconds; there is no second {second:g}"
        )
    return found[-1]

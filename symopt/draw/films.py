"""Making the films of the gallery, and stills and small moving pictures of them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from symopt import gallery
from symopt.draw.batch import Made, Task, make
from symopt.draw.looks import get_theme
from symopt.draw.shooting import require_manim
from symopt.draw.theme import Theme
from symopt.errors import InvalidValue, UnknownName
from symopt.files import replacing, write_atomic

# Width, height and frames per second.
QUALITIES: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {"low": (854, 480, 15), "medium": (1280, 720, 30), "high": (1920, 1080, 60)}
)
FORMATS = ("mp4", "gif", "png")


def render(
    name: str,
    out_dir: str | os.PathLike[str] = ".",
    quality: str | tuple[int, int, int] = "low",
    theme: str | Theme = "light",
    lang: str = "en",
    progress: bool | None = None,
    *,
    kind: str = "mp4",
    at: float | None = None,
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
    kind : {"mp4", "gif", "png"}
        A film, a small moving picture for web pages, or a still.
    at : float, optional
        Of a still the second; its last frame if not given.

    Returns
    -------
    Path
        The film. It is moved into place when it is complete; a render that fails or is
        interrupted leaves nothing behind.

    Raises
    ------
    UnknownName
        There is no such film, quality, theme or format.
    MissingDependency
        Manim, or something it needs, is not installed.
    """
    entry = gallery.animation(name)
    _size(quality)
    get_theme(theme, lang)
    _checked(kind)
    require_manim()
    from symopt.draw.scripts import member

    scene_class = member(entry, entry.class_name)
    target = Path(out_dir) / f"{name}.{kind}"
    return render_scene(scene_class, target, quality, theme, lang, progress, at=at)


def render_scene(
    scene_class: Any,
    path: str | os.PathLike[str],
    quality: str | tuple[int, int, int] = "low",
    theme: str | Theme = "light",
    lang: str = "en",
    progress: bool | None = None,
    *,
    at: float | None = None,
) -> Path:
    """Render a scene, such as a `symopt.draw.Race` of your own.

    Parameters
    ----------
    scene_class : type
        A Manim scene; ``theme`` and ``lang`` become its class attributes.
    path : path
        Where it goes; the suffix ``.mp4``, ``.gif`` or ``.png`` says what is made.
    quality, theme, lang, progress, at
        As of `render`.
    """
    require_manim()
    from symopt.draw.shooting import film, still

    size, look, target = _size(quality), get_theme(theme, lang), Path(path)
    kind = target.suffix.removeprefix(".")
    _checked(kind)
    if at is not None and (kind != "png" or not 0 <= at < float("inf")):
        raise InvalidValue(f"at = {at}: a still, NAME.png, is taken at a second from 0 on")
    if kind == "png":
        buffer = io.BytesIO()
        _image(still(scene_class, at, size, look)).save(buffer, format="PNG")
        return write_atomic(target, buffer.getvalue())
    with replacing(target) as temporary:
        if kind == "mp4":
            film(scene_class, temporary, size, look, progress)
        else:
            from symopt.draw.gifs import convert

            with replacing(temporary.with_suffix(".mp4")) as whole:
                film(scene_class, whole, size, look, progress)
                convert(whole, temporary)
            temporary.with_suffix(".mp4").unlink()
    return target


def render_all(
    names: Sequence[str],
    out_dir: str | os.PathLike[str] = ".",
    quality: str = "low",
    theme: str = "light",
    lang: str = "en",
    *,
    kind: str = "mp4",
    at: float | None = None,
    jobs: int | None = None,
    anew: bool = False,
) -> Iterator[Made]:
    """Render films of the gallery that are not there yet as they would come out.

    Parameters
    ----------
    names : sequence of str
    out_dir, quality, theme, lang, kind, at
        As of `render`.
    jobs : int, optional
        Processes to use; as many as there are processors if not given.
    anew : bool
        Render unchanged films too.

    Yields
    ------
    Made
        As soon as a film is there.
    """
    _size(quality)
    get_theme(theme, lang)
    _checked(kind)
    require_manim()
    look = {"quality": quality, "theme": theme, "lang": lang, "at": "" if at is None else repr(at)}
    tasks = [Task(name, gallery.animation(name), {f"{name}.{kind}": kind}, look) for name in names]
    yield from make(tasks, Path(out_dir), _shoot, jobs=jobs, anew=anew)


def _shoot(task: Task, folder: Path) -> list[Path]:
    look: dict[str, Any] = dict(task.look)
    at, (kind,) = look.pop("at"), task.files.values()
    return [render(task.name, folder, **look, kind=kind, at=float(at) if at else None)]


def _image(pixels: Any) -> Any:
    from PIL import Image

    return Image.fromarray(pixels).convert("RGB")


def _checked(kind: str) -> None:
    if kind not in FORMATS:
        raise UnknownName("format", kind, FORMATS, where=", ".join(FORMATS))


def _size(quality: str | tuple[int, int, int]) -> tuple[int, int, int]:
    if not isinstance(quality, str):
        return quality
    if quality not in QUALITIES:
        raise UnknownName("quality", quality, QUALITIES, where=", ".join(QUALITIES))
    return QUALITIES[quality]

"""What all films of the gallery share: a title that states the point, a theme, a language."""

from __future__ import annotations

import inspect
from typing import Any, ClassVar

from manim import Scene, config

from symopt.draw import words
from symopt.draw.looks import get_theme
from symopt.draw.stage import Advance, Layer, Picture, StageCamera
from symopt.draw.terrain import Viewport, background
from symopt.draw.theme import Theme
from symopt.gallery import first_sentence
from symopt.problems import LinearRegression, Surface

# The frame is 14.2 wide and 8 high; the title stands above, a line in small letters below.
LEFT, RIGHT, TITLE, TOP, FOOT = -6.35, 6.85, 3.4, 2.85, -3.45


class Lecture(Scene):
    """A film that makes one point; its docstring's first sentence states it above the picture.

    Attributes
    ----------
    caption_zh : str
        The point in Chinese.
    theme : str or Theme
    lang : str
    pause_before, pause_after : float
        Seconds for which the first and the last picture stand still.
    seconds : float
        How long what moves takes.
    """

    caption_zh: ClassVar[str] = ""
    theme: ClassVar[str | Theme] = "light"
    lang: ClassVar[str] = "en"
    pause_before: ClassVar[float] = 1.0
    pause_after: ClassVar[float] = 3.0
    seconds: ClassVar[float] = 10.0

    def __init__(self, *args: Any, camera_class: type = StageCamera, **kwargs: Any):
        super().__init__(*args, camera_class=camera_class, **kwargs)
        self._grounds = 0

    @property
    def look(self) -> Theme:
        """The theme, in the film's language."""
        return get_theme(self.theme, self.lang)

    @classmethod
    def length(cls) -> float:
        """Return how many seconds the film lasts."""
        return cls.pause_before + cls.seconds + cls.pause_after

    @classmethod
    def point(cls, lang: str = "en") -> str:
        """Return what the film shows, in a sentence."""
        english = first_sentence(inspect.getdoc(cls) or "")
        return cls.caption_zh if lang == "zh" and cls.caption_zh else english

    def ground(self, surface: Surface | LinearRegression, view: Viewport) -> None:
        """Put a surface's contours behind everything else; several have a viewport each."""
        width, height = config.pixel_width, config.pixel_height
        frame = (config.frame_width, config.frame_height)
        drawn = background(surface, view, self.look, pixels=(width, height), frame=frame)
        camera: Any = self.camera
        if self._grounds:
            scale, rim = height / frame[1], 3
            left = round((view.left + frame[0] / 2) * scale) - rim
            right = round((view.left + view.width + frame[0] / 2) * scale) + rim
            top = round((frame[1] / 2 - view.low - view.height) * scale) - rim
            foot = round((frame[1] / 2 - view.low) * scale) + rim
            before = camera.background.copy()
            before[max(top, 0) : foot, max(left, 0) : right] = drawn[
                max(top, 0) : foot, max(left, 0) : right
            ]
            drawn = before
        self._grounds += 1
        camera.background = drawn

    def head(self) -> None:
        """Write the point above the picture."""
        self.add(words.title(self.point(self.look.lang), self.look, left=LEFT, y=TITLE))

    def foot(self, text: str) -> None:
        """Write a line in small letters below the picture."""
        self.add(words.footnote(text, self.look, left=LEFT, top=FOOT))

    def roll(self, picture: Picture, until: float) -> None:
        """Let a picture run from time 0 to `until`, standing still before and after."""
        layer = Layer(picture)
        self.add(layer)
        self.wait(self.pause_before, frozen_frame=True)
        self.play(Advance(layer, until, run_time=self.seconds))
        self.wait(self.pause_after, frozen_frame=True)

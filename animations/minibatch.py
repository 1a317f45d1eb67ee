"""Batch, mini-batch and single samples on the contours of a regression's cost."""

from dataclasses import replace

from matplotlib.colors import to_rgb

from symopt import problems, run
from symopt.draw.board import Counter
from symopt.draw.lecture import LEFT, TOP, Lecture
from symopt.draw.stage import Stack
from symopt.draw.terrain import Viewport
from symopt.draw.trails import Trail, Trails
from symopt.draw.typeset import typeset
from symopt.draw.words import axes, landmarks, put, swatch

EPOCHS, RATE, SIZES = 12, 0.05, (64, 8, 1)
START, BOX = (-2.0, 2.0), ((-2.4, 3.4), (-2.0, 2.8))


class Minibatch(Lecture):
    """In one pass smaller batches get farther; at the end they wander more."""

    caption_zh = "同样看一遍数据，批量越小走得越远，最后也徘徊得越厉害。"
    seconds = 14.0

    def construct(self) -> None:
        """Let the three runs see as many samples in as much time."""
        ground = problems.LinearRegression(start=START, box=BOX)
        view = Viewport.fit(BOX, LEFT, 2.2, -3.2, TOP)
        self.head()
        self.ground(ground, view)
        self.add(axes(ground, view, self.look), landmarks(ground, view, START, self.look))
        trails = []
        looks = [replace(style, dash=()) for style in self.look.series(len(SIZES))]
        for place, (size, style) in enumerate(zip(SIZES, looks, strict=True)):
            batches = problems.LinearRegression(batch_size=size, start=START)
            path = run("gd", batches, steps=EPOCHS * batches.steps_per_epoch, alpha=RATE)
            trail = Trail.of(path, view, style)
            # In epochs, so that runs with long and with short steps see the same samples.
            trails.append(replace(trail, times=trail.times / batches.steps_per_epoch))
            y = TOP - 0.25 - 0.95 * place
            text = self.look.say(
                f"batch size {size} \\ steps in a pass: {batches.steps_per_epoch}",
                f"批量 {size} \\ 每轮 {batches.steps_per_epoch} 步",
            )
            self.add(swatch(style, 2.7, 3.3, y))
            self.add(put(typeset(text, size=0.24, colour=self.look.ink), left=3.55, y=y - 0.12))
        rate = typeset(f"gd #h(0.5em) $alpha$ {RATE}", size=0.26, colour=self.look.muted)
        self.add(put(rate, left=2.7, y=TOP - 3.3))
        passes = self.look.say("passes over the data", "轮数")
        self.add(put(typeset(passes, size=0.26, colour=self.look.muted), left=2.7, y=-2.9))
        counter = Counter((2.7, -3.45), 0.34, to_rgb(self.look.ink))
        # Single samples first: their tangle would hide the others.
        picture = Trails(trails[::-1], view, to_rgb(self.look.background))
        self.roll(Stack(picture, counter), EPOCHS)

"""How far apart two colours look, also to a person who is colour-blind.

Colours are compared as distances in OKLab (Ottosson 2020), times 100. Colour blindness is
simulated with the matrices of Machado, Oliveira and Fernandes (2009) at full severity, which
act on linear RGB.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

VISIONS: dict[str, Array] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: ArrayLike | str) -> Array:
    """Return linear RGB of a matplotlib colour."""
    encoded = np.asarray(to_rgb(colour))  # pyright: ignore[reportArgumentType]
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def oklab(colour: ArrayLike | str, vision: str = "normal") -> Array:
    """Return the OKLab coordinates of a colour as a person with that vision sees it."""
    seen = np.clip(VISIONS[vision] @ linear(colour), 0, 1)
    return _TO_LAB @ np.cbrt(_TO_CONES @ seen)


def difference(first: ArrayLike | str, second: ArrayLike | str, vision: str = "normal") -> float:
    """Return the distance of two colours in OKLab, times 100.

    Examples
    --------
    >>> round(difference("black", "white"))
    100
    """
    return float(np.linalg.norm(oklab(first, vision) - oklab(second, vision)) * 100)


def least_difference(colours: list[str], vision: str = "normal") -> float:
    """Return the smallest distance between any two of the colours."""
    return min(difference(a, b, vision) for a, b in combinations(colours, 2))


def contrast(first: ArrayLike | str, second: ArrayLike | str) -> float:
    """Return the WCAG contrast ratio of two colours, from 1 to 21.

    Examples
    --------
    >>> round(contrast("black", "white"))
    21
    """
    weights = np.array([0.2126, 0.7152, 0.0722])
    lighter, darker = sorted((float(weights @ linear(c)) for c in (first, second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)

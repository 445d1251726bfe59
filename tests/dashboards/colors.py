"""How different two colours are to people with each kind of colour vision."""

from __future__ import annotations

from collections.abc import Sequence

# Machado, Oliveira and Fernandes (2009), severity 1: what the eye with that vision sees of linear red, green and blue.
_VISIONS: tuple[Sequence[Sequence[float]], ...] = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)


def difference(one: str, other: str) -> list[float]:
    """The distance in CIE Lab for usual vision, protanopia, deuteranopia, tritanopia. Colours are ``#rrggbb``."""
    return [sum((a - b) ** 2 for a, b in zip(_lab(one, vision), _lab(other, vision), strict=True)) ** 0.5 for vision in _VISIONS]


def _lab(color: str, vision: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    linear = [_linear(int(color[at:at + 2], 16) / 255) for at in (1, 3, 5)]
    red, green, blue = (min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in vision)
    x, y, z = (_root(value) for value in (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505, 0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116

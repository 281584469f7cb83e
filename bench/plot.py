"""Curves as an SVG that stands alone: logarithmic in both directions, a legend at the right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 760, 420, 60, 20, 50, 190
FONT = 'font-family="sans-serif" font-size="12"'
COLOURS = """
    #1b6ca8 #c0392b #27813f #8e5ea2 #b9770e #117a8b #6c3483 #5d6d7e #a93226 #1e8449 #7d6608
""".split()


def plot(curves: Mapping[str, Mapping[int, float]], across: str, up: str) -> str:
    """`curves` is name -> {x: y}, all positive."""
    xs = sorted({x for curve in curves.values() for x in curve})
    ys = [y for curve in curves.values() for y in curve.values()]
    low, high = 10 ** math.floor(math.log10(min(ys))), 10 ** math.ceil(math.log10(max(ys)))

    def place(x: float, y: float) -> tuple[float, float]:
        wide, high_ = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return (
            LEFT + wide * _share(x, xs[0], xs[-1]),
            TOP + high_ * (1 - _share(y, low, high)),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for x in xs:
        at, bottom = place(x, low)
        parts.append(_line(at, TOP, at, bottom))
        parts.append(_text(at, bottom + 18, f"{x:,}", "middle"))
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        left, at = place(xs[0], 10**power)
        parts.append(_line(left, at, WIDTH - RIGHT, at))
        parts.append(_text(left - 6, at + 4, f"{10**power:,}", "end"))
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [place(x, y) for x, y in sorted(curve.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        at = TOP + 14 + 18 * number
        parts.append(
            f'<rect x="{WIDTH - RIGHT + 16}" y="{at - 9}" width="10" height="10" fill="{colour}"/>'
        )
        parts.append(_text(WIDTH - RIGHT + 32, at, name, "start"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across, "middle"))
    parts.append(
        f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" fill="#333" '
        f'transform="rotate(-90 14 {HEIGHT / 2})">{escape(up)}</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low) if high > low else 0.5


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{escape(text)}</text>'

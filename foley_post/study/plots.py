"""Shares with their intervals as a plot, the same drawn as SVG and as PNG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from foley_post.core.files import write_whole

__all__ = ["Bar", "plot_shares"]

_LEFT, _RIGHT, _ROW, _TOP = 260, 40, 34, 64
_WIDTH = 760


_CHANCE = 0.5
"""Of two answers, where nothing is heard."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the plot: a share from 0 to 1 with its interval."""

    name: str
    share: float
    low: float
    high: float


def plot_shares(path: Path, title: str, bars: list[Bar], mark: str) -> list[Path]:
    """Write ``path`` as .svg and .png; ``mark`` stands in the plot itself (such as: simulated)."""
    svg, png = path.with_suffix(".svg"), path.with_suffix(".png")
    write_whole(svg, _svg(title, bars, mark).encode())
    write_whole(png, _png(title, bars, mark))
    return [svg, png]


def _x(share: float) -> int:
    return _LEFT + round(share * (_WIDTH - _LEFT - _RIGHT))


def _named(tick: float) -> str:
    return f"{tick:g} (chance)" if tick == _CHANCE else f"{tick:g}"


def _height(bars: list[Bar]) -> int:
    return _TOP + _ROW * len(bars) + 46


def _svg(title: str, bars: list[Bar], mark: str) -> str:
    high = _height(bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{high}" '
        f'font-family="sans-serif" font-size="14" role="img" aria-label="{escape(title)}">',
        f'<rect width="{_WIDTH}" height="{high}" fill="white"/>',
        f'<text x="16" y="26" font-size="17">{escape(title)}</text>',
        f'<text x="16" y="46" fill="#b00">{escape(mark)}</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        dash = ' stroke-dasharray="4 4"' if tick == _CHANCE else ""
        parts.append(
            f'<line x1="{_x(tick)}" y1="{_TOP}" x2="{_x(tick)}" y2="{high - 40}" '
            f'stroke="#bbb"{dash}/>'
            f'<text x="{_x(tick)}" y="{high - 22}" text-anchor="middle">{_named(tick)}</text>'
        )
    for number, bar in enumerate(bars):
        y = _TOP + _ROW * number + _ROW // 2
        parts.append(
            f'<text x="{_LEFT - 12}" y="{y + 5}" text-anchor="end">{escape(bar.name)}</text>'
            f'<line x1="{_x(bar.low)}" y1="{y}" x2="{_x(bar.high)}" y2="{y}" stroke="#234" '
            f'stroke-width="3"/><circle cx="{_x(bar.share)}" cy="{y}" r="6" fill="#2f7fd6"/>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _png(title: str, bars: list[Bar], mark: str) -> bytes:
    import cv2

    high = _height(bars)
    image = np.full((high, _WIDTH, 3), 255, np.uint8)

    def write(
        text: str, x: int, y: int, colour: tuple[int, int, int], *, end: bool = False
    ) -> None:
        size, _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.45, 1)
        at = (x - size[0] if end else x, y)
        cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)

    write(title, 16, 26, (0, 0, 0))
    write(mark, 16, 46, (0, 0, 187))
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        cv2.line(image, (_x(tick), _TOP), (_x(tick), high - 40), (187, 187, 187), 1)
        write(
            _named(tick), _x(tick) + (40 if tick == _CHANCE else 8), high - 22, (0, 0, 0), end=True
        )
    for number, bar in enumerate(bars):
        y = _TOP + _ROW * number + _ROW // 2
        write(bar.name, _LEFT - 12, y + 5, (0, 0, 0), end=True)
        cv2.line(image, (_x(bar.low), y), (_x(bar.high), y), (68, 51, 34), 3)
        cv2.circle(image, (_x(bar.share), y), 6, (214, 127, 47), -1, cv2.LINE_AA)
    _, content = cv2.imencode(".png", image)
    return bytes(content)

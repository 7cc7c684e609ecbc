# ruff: noqa: E501  (an icon is one line)
"""Icons drawn from paths, in the theme's own colours and sharp at any scale."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from foley_post_ui.style.theme import theme

__all__ = ["app_icon", "icon", "swatch"]

_LINE = 'fill="none" stroke="{c}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"'
_SHAPES = {
    "play": '<path d="M7 4.5v15l12-7.5z" fill="{c}"/>',
    "pause": '<path d="M7 5h3.6v14H7zM13.4 5H17v14h-3.6z" fill="{c}"/>',
    "back": '<path d="M5 5h2.4v14H5zM19 5v14L8.6 12z" fill="{c}"/>',
    "previous": f'<path d="M15 6l-6 6 6 6" {_LINE}/>',
    "next": f'<path d="M9 6l6 6-6 6" {_LINE}/>',
    "loop": f'<path d="M17 3l3 3-3 3M20 6H8a4 4 0 0 0-4 4v1M7 21l-3-3 3-3M4 18h12a4 4 0 0 0 4-4v-1" {_LINE}/>',
    "in": f'<path d="M14 5H9v14h5" {_LINE}/>',
    "out": f'<path d="M10 5h5v14h-5" {_LINE}/>',
    "skeleton": f'<circle cx="12" cy="5" r="2.2" {_LINE}/><path d="M12 7.5V14M6 10.5l6-1.5 6 1.5M12 14l-3.5 6M12 14l3.5 6" {_LINE}/>',
    "hits": f'<circle cx="12" cy="12" r="3" fill="{{c}}"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2" {_LINE}/>',
    "pointer": f'<path d="M6 3l12 9-5.6 1 3.2 6-2.4 1.2-3.1-6L6 18z" {_LINE}/>',
    "pencil": f'<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3" {_LINE}/>',
    "pin": f'<path d="M9 3h6l-1 6 3 3v2H7v-2l3-3zM12 14v7" {_LINE}/>',
    "magnet": f'<path d="M6 4v8a6 6 0 0 0 12 0V4h-4v8a2 2 0 0 1-4 0V4zM6 8h4M14 8h4" {_LINE}/>',
    "music": f'<path d="M9 18V6l10-2v12" {_LINE}/><circle cx="6.7" cy="18" r="2.4" fill="{{c}}"/><circle cx="16.7" cy="16" r="2.4" fill="{{c}}"/>',
    "film": f'<path d="M4 5h16v14H4zM8 5v14M16 5v14M4 9.7h4M4 14.3h4M16 9.7h4M16 14.3h4" {_LINE}/>',
    "export": f'<path d="M12 15V4M8 8l4-4 4 4M5 14v5h14v-5" {_LINE}/>',
    "speaker": f'<path d="M4 9.5v5h3.5L12 19V5L7.5 9.5z" fill="{{c}}"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" {_LINE}/>',
    "cancel": f'<path d="M6 6l12 12M18 6L6 18" {_LINE}/>',
    "retry": f'<path d="M20 5v5h-5M19.5 10a8 8 0 1 0 .5 4" {_LINE}/>',
    "zoom_in": f'<circle cx="11" cy="11" r="6.5" {_LINE}/><path d="M16 16l4.5 4.5M8.5 11h5M11 8.5v5" {_LINE}/>',
    "zoom_out": f'<circle cx="11" cy="11" r="6.5" {_LINE}/><path d="M16 16l4.5 4.5M8.5 11h5" {_LINE}/>',
    "fit": f'<path d="M4 9V5h4M20 9V5h-4M4 15v4h4M20 15v4h-4M9 12h6" {_LINE}/>',
    "tracks": f'<path d="M4 6h10v4H4zM9 14h11v4H9zM17 6h3v4h-3zM4 14h2v4H4z" {_LINE}/>',
    "folder": f'<path d="M3.5 6.5h6l2 2.5h9v10h-17z" {_LINE}/>',
    "float": f'<path d="M9 4.5h10.5V15M5 9h10v10.5H5z" {_LINE}/>',
    "close": f'<path d="M7 7l10 10M17 7L7 17" {_LINE}/>',
    "compare": f'<path d="M12 4v16M8.5 7.5H4v9h4.5M15.5 7.5H20v9h-4.5" {_LINE}/>',
    "trash": f'<path d="M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13" {_LINE}/>',
}  # fmt: skip


def icon(name: str, *, on_accent: bool = False) -> QIcon:
    """The icon of that name, in the theme's text colour; ``on_accent`` for a button that is filled."""
    t = theme()
    if on_accent:
        return _coloured(name, t.on_accent, t.on_accent, t.dim)
    return _coloured(name, t.text, t.accent, t.dim)


@lru_cache(maxsize=256)
def _coloured(name: str, off: str, on: str, disabled: str) -> QIcon:
    """Drawn once for all buttons that have it."""
    made = QIcon()
    modes = (
        (QIcon.Mode.Normal, QIcon.State.Off, off),
        (QIcon.Mode.Normal, QIcon.State.On, on),
        (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
    )
    for mode, state, colour in modes:
        for pixmap in _drawn(_SHAPES[name].replace("{c}", colour), 16, 20, 32, 40, 64):
            made.addPixmap(pixmap, mode, state)
    return made


atexit.register(_coloured.cache_clear)  # before Qt's own end, which pictures must not outlive


def swatch(colour: QColor) -> QIcon:
    """A round spot of a colour, for lists."""
    shape = f'<circle cx="12" cy="12" r="8" fill="{colour.name()}"/>'
    made = QIcon()
    for pixmap in _drawn(shape, 16, 32):
        made.addPixmap(pixmap)
    return made


def app_icon() -> QIcon:
    """The program's own icon: a note on a frame of film."""
    shape = (
        '<rect x="1.5" y="1.5" width="21" height="21" rx="5" fill="#1b2a41"/>'
        '<path d="M4 6h2M4 11h2M4 16h2M18 6h2M18 11h2M18 16h2" stroke="#5aa2ff" stroke-width="2"/>'
        '<path d="M10 17V7.5l6-1.3v9" fill="none" stroke="#f0b950" stroke-width="1.6"/>'
        '<circle cx="8.6" cy="17" r="1.9" fill="#f0b950"/>'
        '<circle cx="14.6" cy="15.4" r="1.9" fill="#f0b950"/>'
    )
    made = QIcon()
    for pixmap in _drawn(shape, 16, 32, 64, 128, 256):
        made.addPixmap(pixmap)
    return made


def _drawn(shape: str, *sizes: int) -> Iterator[QPixmap]:
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{shape}</svg>'
    renderer = QSvgRenderer(QByteArray(source.encode()))
    for size in sizes:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        yield pixmap

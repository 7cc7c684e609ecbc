"""The figures drawn over the picture: players in colours, bystanders grey."""

from __future__ import annotations

import numpy as np
from foley_post_ui.viewer.overlay_paint import paint_skeleton
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from foley_post.pose.skeleton import Motion


def colour_of(bystander: str) -> QColor:
    """The colour in the middle of somebody's right wrist."""
    points = np.full((2, 67, 3), np.nan, np.float32)
    points[:, 3], points[:, 4] = (0.25, 0.5, 1.0), (0.5, 0.5, 1.0)
    motion = Motion(np.array([0.0, 0.1]), points, bystander=bystander)
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_skeleton(painter, QRectF(0, 0, 200, 200), motion, 0.05, scored=not bystander)
    painter.end()
    return image.pixelColor(100, 100)


def test_a_bystander_is_grey_and_a_player_is_not(qapp: QApplication) -> None:
    player, bystander = colour_of(""), colour_of("holds and touches nothing that is played")
    assert player.hsvSaturation() > 100
    assert bystander.hsvSaturation() < 20
    assert bystander.value() > 100

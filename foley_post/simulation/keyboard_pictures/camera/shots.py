"""A performance filmed: the part of each picture that has the keyboard in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from foley_post.simulation.keyboard_pictures.camera.canvas import Canvas, Sheet
from foley_post.simulation.keyboard_pictures.camera.photography import (
    Photography,
    developed,
    tone_table,
)
from foley_post.simulation.keyboard_pictures.camera.surroundings import illumination
from foley_post.simulation.keyboard_pictures.camera.unrest import Unrest, random_unrest
from foley_post.simulation.keyboard_pictures.camera.views import View
from foley_post.simulation.keyboard_pictures.performance.performances import Performance
from foley_post.simulation.keyboard_pictures.scene.key_boxes import WHITE_MM, Floats
from foley_post.simulation.keyboard_pictures.scene.materials import Scene

__all__ = ["Shot"]

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

_ABOVE_MM, _BELOW_MM = 205.0, -60.0
_FIRST_MM, _LAST_MM = -50.0, 1273.0
"""How much of the keyboard's surroundings is drawn."""
_FOLLOW_S = 0.6
"""How fast auto exposure follows."""
_NOISES = 5
_MOST_MOMENTS = 4


@dataclass(frozen=True, slots=True)
class _Optics:
    """``x``, ``y``: canvas pixels that each pixel of the picture's part shows ``(h, w)``;
    ``origin``: its left and top in the frame; ``sigma``: blur on the canvas, across and along the
    keys, pixels; ``blur_mm``: what movement of a picture's pixel is worth another moment;
    ``px``: canvas pixels a pixel of the picture.
    """

    x: F32
    y: F32
    origin: tuple[int, int]
    sigma: tuple[float, float]
    blur_mm: float
    px: float


class Shot:
    """A camera running over a performance; `pictures` tells what it takes."""

    def __init__(
        self,
        scene: Scene,
        performance: Performance,
        camera: tuple[View, Photography],
        rng: np.random.Generator,
    ) -> None:
        view, self.photography = camera
        span = view.span_mm(_FIRST_MM, _LAST_MM)
        sheet = _sheet(view, span)
        self.performance = performance
        self.canvas = Canvas(sheet, scene, performance)
        self.optics = _optics(view, span, sheet, self.photography.blur_px)
        self.unrest: Unrest = random_unrest(performance, rng)
        self._light = illumination(sheet, scene, rng)
        self._noise = _noise(self.optics.x.shape, self.photography.noise, rng)
        white = scene.boxes.table[~scene.boxes.black, 5]
        self._gain = self.photography.exposure / float(np.median(white))
        self._interlaced = bool(rng.random() < 0.04)

    @property
    def origin(self) -> tuple[int, int]:
        """Left and top, in the frame, of the part that is drawn."""
        return self.optics.origin

    def pictures(self, taken_s: Floats, rate_hz: float) -> list[U8]:
        """What is taken at each time, ``(h, w)``, before any codec."""
        tones = tone_table(self.photography)
        rest = float(self._seen(self.canvas.keys * self._light, 0.0).mean())
        out: list[U8] = []
        before: F32 | None = None
        follow, last_s = 1.0, float(taken_s[0])
        for number, now in enumerate(taken_s):
            now_s = float(now)
            light = self._exposed(now_s, rate_hz)
            share = 1 - np.exp(-max(now_s - last_s, 0.0) / _FOLLOW_S)
            wanted = (rest / max(float(light.mean()), 1e-4)) ** self.photography.drift
            follow += share * (float(np.clip(wanted, 0.5, 2.0)) - follow)
            last_s = now_s
            gain = self._gain * follow * self.unrest.flicker_at(now_s)
            picture = developed(light * np.float32(gain), tones, self._noise_of(number))
            picture = self._processed(picture, before)
            before = picture
            out.append(np.clip(picture + 0.5, 0, 255).astype(np.uint8))
        return out

    def _processed(self, picture: F32, before: F32 | None) -> F32:
        """What the camera's own electronics make of a picture."""
        if self.photography.sharpening:
            soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
            picture = picture + self.photography.sharpening * (picture - soft)
        if before is not None and self.photography.ghost:
            picture = picture + self.photography.ghost * (before - picture)
        return picture

    def _noise_of(self, number: int) -> F32:
        noise = self._noise[number % _NOISES]
        return noise[::-1, ::-1] if number // _NOISES % 2 else noise

    def _exposed(self, now_s: float, rate_hz: float) -> F32:
        """Light on the sensor about a time; of two times in turn, row by row, where interlaced."""
        light = self._open(now_s, rate_hz)
        if self._interlaced:
            light[1::2] = self._open(now_s + 0.5 / rate_hz, rate_hz)[1::2]
        return light

    def _open(self, now_s: float, rate_hz: float) -> F32:
        """The mean of some moments while a picture is open: more where something moves."""
        open_s = self.photography.shutter / rate_hz
        moved = self.performance.farthest_mm(now_s - open_s / 2, now_s + open_s / 2)
        count = int(np.clip(round(moved / self.optics.blur_mm), 1, _MOST_MOMENTS))
        shadow = self.canvas.shadow(now_s)
        light = self._light if shadow is None else self._light * shadow
        total = np.zeros_like(light)
        for n in range(count):
            total += self.canvas.moment(now_s + open_s * ((n + 0.5) / count - 0.5), light)
        return self._seen(np.asarray(total / count, np.float32), now_s)

    def _seen(self, canvas: F32, now_s: float) -> F32:
        """The canvas through the lens."""
        across, along = self.optics.sigma
        soft = self.unrest.softness_at(now_s)
        blurred = cv2.GaussianBlur(canvas, (0, 0), across * soft, sigmaY=along * soft)
        x, y = self.optics.x, self.optics.y
        away = self.unrest.shake_at(now_s) * self.optics.px
        if away.any():
            x, y = x + np.float32(away[0]), y + np.float32(away[1])
        seen = cv2.remap(blurred, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.float32)


def _sheet(view: View, span: tuple[float, float]) -> Sheet:
    """A canvas a little finer than the picture."""
    left, right = span
    pitch = WHITE_MM / float(np.clip(1.35 * view.key_px((left + right) / 2), 13.0, 24.0))
    rows, columns = int((_ABOVE_MM - _BELOW_MM) / pitch), int((right - left) / pitch)
    return Sheet(left + pitch / 2, _BELOW_MM + pitch / 2, pitch, rows, columns, view.camera_mm)


def _optics(view: View, span: tuple[float, float], sheet: Sheet, blur_px: float) -> _Optics:
    left, top, right, bottom = _frame_part(view, span)
    pixels = np.stack(np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5), -1)
    plane = view.plane_at(pixels.reshape(-1, 2)).reshape(pixels.shape)
    x = ((plane[..., 0] - sheet.x_mm) / sheet.pitch_mm).astype(np.float32)
    y = ((plane[..., 1] - sheet.y_mm) / sheet.pitch_mm).astype(np.float32)
    middle = np.array([sum(span) / 2, 75.0, 0.0])
    px = WHITE_MM / view.key_px(middle[0]) / sheet.pitch_mm
    # A pixel's own width blurs as well; seen aslant, both reach further along the keys.
    sigma = float(np.hypot(blur_px, 0.4)) * px
    slant = view.camera_mm[2] / float(np.linalg.norm(view.camera_mm - middle))
    blur_mm = 0.6 * px * sheet.pitch_mm
    return _Optics(x, y, (left, top), (sigma, sigma / max(slant, 0.3)), blur_mm, px)


def _frame_part(view: View, span: tuple[float, float]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the frame's part that shows the keyboard; of even size, as codecs
    want it.
    """
    x = np.linspace(*span, 40)
    outline = np.concatenate([np.stack([x, np.full_like(x, y)], 1) for y in (-32.0, 172.0)])
    seen = view.picture_at(outline)
    size = np.array(view.size)
    low = np.clip(np.floor(seen.min(axis=0)), 0, size - 16).astype(int) // 2 * 2
    high = np.clip(np.ceil(seen.max(axis=0)), low + 16, size).astype(int)
    high = low + (high - low) // 2 * 2
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _noise(shape: tuple[int, ...], amount: float, rng: np.random.Generator) -> list[F32]:
    """A few pictures of noise, in half of the clips coarse, as a camera's smoothing leaves it."""
    noises = [rng.standard_normal(shape).astype(np.float32) for _ in range(_NOISES)]
    if rng.random() < 0.5:
        noises = [np.asarray(2.0 * cv2.GaussianBlur(n, (0, 0), 0.8), np.float32) for n in noises]
    return [np.float32(amount) * noise for noise in noises]

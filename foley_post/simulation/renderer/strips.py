"""Small pictures of hands and keyboard only, many times faster than whole frames.

Contact cues look at a few hundred pixels around fingertips and keys: a strip of the picture at the
footage's own scale, 5-40 pixels a white key, is all they need. Drawn are hands, forearms and the
instrument in the room, in light and shadow; not the rest of the player.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from foley_post.errors import UsageError
from foley_post.pose.skeleton import HANDS
from foley_post.simulation.body.figure import Figure, dressed, figure_mesh
from foley_post.simulation.body.joints import joints67
from foley_post.simulation.body.pose import Posed, pose_body
from foley_post.simulation.body.rig import BodyMesh
from foley_post.simulation.body.rotations import Floats
from foley_post.simulation.body.sampling import gesture_at
from foley_post.simulation.observation.camera import Camera
from foley_post.simulation.planning.gesture import Gesture
from foley_post.simulation.planning.keyboard import piano_keys
from foley_post.simulation.renderer.picture import Scene, Stage, Window
from foley_post.simulation.renderer.props.instruments import moving_parts, still_parts
from foley_post.simulation.renderer.props.mesh import merged
from foley_post.simulation.renderer.room import room

__all__ = ["StripView", "render_strip"]

_ARMS = ("lowerarm02", "wrist", "metacarpal", "finger")
_MARGIN_M = 0.04
_LARGEST = 4_000_000
_LUMA = np.array([54, 183, 19], np.uint16)
"""ITU-R BT.709, in 256ths."""


@dataclass(frozen=True, slots=True)
class StripView:
    """``luma (T, H, W)`` uint8; ``window``: which part of the whole picture it is; ``joints (T, 67,
    2)``: where the true joints are in the whole picture, in frame heights.
    """

    luma: npt.NDArray[np.uint8]
    window: Window
    joints: Floats

    def pixels(self, points: Floats) -> Floats:
        """Points ``(..., 2)`` in frame heights as places in the strip, in its pixels."""
        placed: Floats = points * self.window.frame_height - np.array(self.window.corner)
        return placed


def render_strip(
    gesture: Gesture,
    camera: Camera,
    times_s: Floats,
    *,
    pixels_per_key: float = 12.0,
    scene: Scene | None = None,
    posed: Posed | None = None,
) -> StripView:
    """Hands (and keyboard, where the gesture has one) as the camera sees them at ``times_s``.

    ``pixels_per_key``: pixels to 23.5 mm, a white key, at the middle of what is drawn; ``posed``:
    the scene's body at those times, where it is known already. Raises UsageError when the hands are
    out of the picture, or the strip would have over 4 megapixels.
    """
    scene = scene or Scene()
    posed = posed or pose_body(scene.body, gesture_at(gesture, times_s))
    joints = joints67(posed)
    window = _window(camera, joints[:, HANDS].reshape(-1, 3), pixels_per_key, posed)
    figure, body = _hands_only(dressed(scene.body, scene.look), scene.body)
    around = [] if scene.room_seed is None else room(scene.room_seed)
    stage = Stage([*around, *still_parts(posed)], camera, window, scene)
    hands = replace(posed, body=body)
    width, height = window.size
    luma = np.empty((len(times_s), height, width), np.uint8)
    for frame in range(len(times_s)):
        player = figure_mesh(figure, hands.surface(frame), body.triangles)
        image = stage.picture(merged([player, *moving_parts(posed, frame)]), frame)
        luma[frame] = (image.astype(np.uint16) * _LUMA).sum(axis=2, dtype=np.uint16) >> 8
    return StripView(luma, window, camera.project(joints)[..., :2])


def _window(camera: Camera, hands: Floats, pixels_per_key: float, posed: Posed) -> Window:
    """The part of the picture that has hands and keyboard in it."""
    middle = hands.mean(axis=0)
    distance = float(((middle - camera.place) @ camera.turn.T)[2])
    if distance <= 0.05:
        raise UsageError("The hands are behind the camera: nothing of them can be drawn.")
    scale = pixels_per_key / piano_keys.WHITE_PITCH_M * distance / camera.focal
    places = [hands]
    if "key_depth" in posed.gesture.props:
        side, front = piano_keys.KEYBOARD_LEFT_X_M, piano_keys.KEY_FRONT_Z_M
        corners = [
            (x, piano_keys.KEY_TOP_Y_M, front + z) for x in (-side, side) for z in (0.0, 0.15)
        ]
        places.append(np.array(corners))
    seen = camera.project(np.concatenate(places))
    margin = camera.focal * _MARGIN_M / distance
    limits = np.array([camera.aspect, 1.0])
    low = np.clip(np.nanmin(seen[:, :2], axis=0) - margin, 0.0, limits)
    high = np.clip(np.nanmax(seen[:, :2], axis=0) + margin, 0.0, limits)
    corner = np.floor(low * scale)
    width, height = (int(c) for c in np.ceil(high * scale) - corner)
    if min(width, height) < 8:
        raise UsageError("The hands are out of the picture: there is no strip of them to draw.")
    if width * height > _LARGEST:
        raise UsageError(
            f"A strip of {width} x {height} pixels is more than one clip's memory should hold. "
            "Ask for fewer pixels a key."
        )
    return Window((width, height), scale, (float(corner[0]), float(corner[1])))


def _hands_only(figure: Figure, body: BodyMesh) -> tuple[Figure, BodyMesh]:
    """The figure's and the body's hands and forearms."""
    kept = body.moved_by(_ARMS)
    mine = kept[figure.source][figure.triangles].all(axis=1)
    corners, triangles = np.unique(figure.triangles[mine], return_inverse=True)
    used = np.unique(figure.source[corners])
    place = np.full(len(body.vertices), -1)
    place[used] = np.arange(len(used))
    whole = (place[body.triangles] >= 0).all(axis=1)
    small = replace(
        body,
        vertices=body.vertices[used],
        triangles=place[body.triangles[whole]],
        parts=body.parts[whole],
        bones=body.bones[used],
        weights=body.weights[used],
    )
    part = Figure(
        place[figure.source[corners]],
        figure.lift_m[corners],
        edge=figure.edge[corners],
        colours=figure.colours[corners],
        grain=figure.grain[corners],
        triangles=triangles.reshape(-1, 3),
        materials=figure.materials[mine],
    )
    return part, small

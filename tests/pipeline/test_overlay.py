"""The overlay shows who is where, what changes, and which notes sound; in step with the shot."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from foley_post.core.progress import Progress
from foley_post.core.time_map import TimeMap
from foley_post.core.timecode import Rate
from foley_post.errors import Cancelled
from foley_post.midi.notes import Note, Take
from foley_post.pipeline.overlay import COLOURS, OverlayScene, draw_overlay, draw_scene
from foley_post.pose.skeleton import Keyboard, Motion
from foley_post.timeline.model import Media, Shot, Stem
from foley_post.video import frames, probe, read_audio, write_video

SIZE = 240


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """50 grey pictures at 25 fps, brighter by the second."""
    path = tmp_path_factory.mktemp("media") / "grey.mp4"
    pictures = (np.full((SIZE, 320, 3), 40 + 2 * n, np.uint8) for n in range(50))
    write_video(path, pictures, Rate(25))
    return path


def motion(performer: int = 0, x: float = 0.5) -> Motion:
    """Somebody who lifts the right hand, in record seconds 0 to 1."""
    points = np.full((25, 67, 3), np.nan, np.float32)
    points[:, 0], points[:, 1] = (x, 0.2, 1), (x, 0.35, 1)
    points[:, 50] = (x + 0.1, 0.5, 1)
    cues = np.full((25, 67, 4), np.nan, np.float32)
    cues[:, 50] = 0.9
    return Motion(np.arange(25) / 25, points, cues, performer=performer, aspect=4 / 3)


def colour_count(image: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(image.astype(int) - colour).max(-1) < 60).sum())


def test_each_player_is_drawn_in_a_colour_of_their_own(media: Path, tmp_path: Path) -> None:
    people = (motion(0, 0.3), motion(1, 0.9))
    scene = OverlayScene(media, TimeMap.linear(Fraction(0), Fraction(1)), people)
    draw_scene(scene, tmp_path / "o.mp4")
    image = next(iter(frames(tmp_path / "o.mp4"))).image
    left, right = image[:, :150], image[:, 150:]
    assert colour_count(left, COLOURS[0]) > 4 > colour_count(right, COLOURS[0])
    assert colour_count(right, COLOURS[1]) > 4 > colour_count(left, COLOURS[1])


def test_the_picture_runs_as_the_shot_does(media: Path, tmp_path: Path) -> None:
    """Backwards from second 2, then a freeze: the grey tells which picture is shown."""
    knots = ((Fraction(0), Fraction(19, 10)), (Fraction(1), Fraction(9, 10)))
    still = (Fraction(2), Fraction(9, 10))
    draw_scene(OverlayScene(media, TimeMap((*knots, still))), tmp_path / "o.mp4")
    shown = [int(f.image.mean()) for f in frames(tmp_path / "o.mp4")]
    assert len(shown) == 50
    assert all(a >= b for a, b in pairwise(shown[:25]))
    assert shown[0] == pytest.approx(40 + 2 * 47, abs=4)
    assert shown[25:] == pytest.approx([40 + 2 * 22] * 25, abs=4)


def test_a_note_lights_up_while_it_sounds(media: Path, tmp_path: Path) -> None:
    take = Take((Note(0.4, 0.2, 60, 90), Note(0.9, 0.1, 64, 90)), 1.0, "piano")
    whole = TimeMap.linear(Fraction(0), Fraction(1))
    draw_scene(OverlayScene(media, whole, takes=(take,)), tmp_path / "o.mp4")
    roll = [f.image[SIZE * 5 // 6 :] for f in frames(tmp_path / "o.mp4")]
    white = [
        colour_count(r[:, :155], (255, 255, 255)) + colour_count(r[:, 165:], (255,) * 3)
        for r in roll
    ]
    assert max(white[:9]) < min(white[11:14])
    assert colour_count(roll[0], COLOURS[0]) > 20


def test_a_keyboard_is_drawn_where_it_lies(media: Path, tmp_path: Path) -> None:
    plane = np.array([[52 / 1.2, 0, -52 * 0.05 / 1.2], [0, -5.0, 4.5], [0, 0, 1]])
    person = motion()
    with_keys = Motion(
        person.times_s, person.points, keyboard=Keyboard(plane[None]), aspect=person.aspect
    )
    whole = TimeMap.linear(Fraction(0), Fraction(1))
    draw_scene(OverlayScene(media, whole, (with_keys,)), tmp_path / "o.mp4")
    image = next(iter(frames(tmp_path / "o.mp4"))).image.astype(int)
    keys = image[int(0.75 * SIZE) : int(0.85 * SIZE), 20:290].std()
    assert keys > 4 * image[int(0.02 * SIZE) : int(0.08 * SIZE), 200:290].std()


def test_the_stems_are_heard_with_the_shot(media: Path, tmp_path: Path) -> None:
    """A stem begins a handle before its shot; the click at the shot's 0.5 s stays there."""
    sound = np.zeros((3 * 48_000, 2), np.float32)
    sound[48_000 + 24_000 : 48_000 + 24_240] = 0.8
    soundfile.write(tmp_path / "stem.wav", sound, 48_000, subtype="PCM_24")
    rate = Rate(25)
    whole = TimeMap.linear(Fraction(0), Fraction(1))
    shot = Shot("V1-001", "grey", "V1", Media("grey", path=media), rate, 0, 25, whole)
    stem = Stem(tmp_path / "stem.wav", "stem", "V1-001", "A1", 48_000, 2, 0, 3 * 48_000, 0, 25, 25)
    draw_overlay(shot, [motion()], [], tmp_path / "o.mp4", stems=[stem])
    heard = read_audio(tmp_path / "o.mp4")
    assert np.flatnonzero(np.abs(heard[:, 0]) > 0.2)[0] / 48_000 == pytest.approx(0.5, abs=0.01)
    assert probe(tmp_path / "o.mp4").duration_s == 1


def test_a_cancelled_overlay_leaves_nothing(media: Path, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.done >= 3:
            raise Cancelled

    scene = OverlayScene(media, TimeMap.linear(Fraction(0), Fraction(1)), (motion(),))
    with pytest.raises(Cancelled):
        draw_scene(scene, tmp_path / "o.mp4", watcher=stop)
    assert list(tmp_path.iterdir()) == []

from pathlib import Path

import numpy as np
import pytest
from players import dipping, melody

from foley_post.errors import UsageError
from foley_post.midi.midi_files import write_midi
from foley_post.midi.notes import Take
from foley_post.train.clips import Clip
from foley_post.train.footage import footage_names, footage_recordings, read_motion
from foley_post.train.recordings import clips_of


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    notes = melody(20)
    motion = dipping(notes, 10.0)
    folder = tmp_path / "violin"
    folder.mkdir()
    np.savez_compressed(folder / "a.npz", times_s_0=motion.times_s, points_0=motion.points)
    write_midi(Take(notes, 10.0, "violin"), folder / "a.mid")
    return tmp_path


def footage_clips(folder: Path, length_s: float) -> list[Clip]:
    names = footage_names(folder)
    recordings = [r for name in names for r in footage_recordings(folder, name)]
    return [clip for recording in recordings for clip in clips_of(recording, length_s)]


def test_a_recording_becomes_clips_with_its_notes_in_place(recording: Path):
    clips = footage_clips(recording, 4.0)
    assert [c.instrument for c in clips] == ["violin", "violin"]
    assert [c.features.ticks for c in clips] == [201, 201]
    first = melody(20)[0]
    assert clips[0].notes[0].onset_s == pytest.approx(first.onset_s, abs=1e-3)
    assert clips[0].notes[0].pitch == first.pitch
    later = next(n for n in melody(20) if n.onset_s >= 4.0)
    assert clips[1].notes[0].onset_s == pytest.approx(later.onset_s - 4.0, abs=1e-3)


def test_a_folder_without_pairs_says_what_belongs_there(tmp_path: Path):
    with pytest.raises(UsageError, match=r"NAME\.mid"):
        footage_names(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04"])
def test_a_file_that_is_no_motion_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(UsageError):
        read_motion(tmp_path / "a.npz")

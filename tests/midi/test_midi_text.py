"""What MIDI has no place for comes back from the file's texts; mangled, it counts as dropped."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foley_post.errors import FoleyError
from foley_post.midi.midi_files import belongs_to, read_midi
from foley_post.midi.midi_text import note_text, read_texts
from foley_post.midi.notes import Evidence, Note, Take

GOLDEN = Path(__file__).parent / "golden" / "version-1.mid"
NOTE = Note(1 / 3, 0.5, 60, 90, Evidence.INFERRED, 0.25, 29, "legato", True)

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def with_texts(path: Path, say: dict[str, object]) -> Path:
    """The golden file with its take's text changed by ``say``."""
    score = mido.MidiFile(GOLDEN)
    for track in score.tracks:
        for message in track:
            if message.type == "text" and '"take"' in message.text:
                told = json.loads(message.text.removeprefix("foley-post "))
                message.text = f"foley-post {json.dumps({'take': told['take'] | say})}"
    score.save(path)
    return path


def test_a_note_comes_back_to_the_last_digit() -> None:
    assert read_texts([note_text(NOTE)]) == (None, (NOTE,))


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "3", '"take"', '{"take": "mine"}', '{"take": []}', '{"note": 3}',
        '{"take": {"length_s": "long"}}', '{"take": {"length_s": -1}}', '{"take": {"seed": null}}',
        '{"take": {"performer": -1}}', '{"take": {"offset_s": 1e999}}', "[" * 50_000,
        '{"note": {"onset_s": 0, "length_s": 1, "pitch": 900, "velocity": 3}}', '{"note": {}}',
    ],
)  # fmt: skip
def test_a_mangled_text_says_nothing(text: str) -> None:
    assert read_texts([f"foley-post {text}", "another program's"]) == (None, ())


def test_a_file_with_a_mangled_take_reads_as_anybodys(tmp_path: Path) -> None:
    path = with_texts(tmp_path / "a.mid", {"length_s": "long", "performer": "me"})
    assert belongs_to(path) == ("", 0)
    take = read_midi(path)
    assert (take.instrument, take.seed, take.performer) == ("violin", 0, 0)
    assert len(take.notes) == 3


@given(st.dictionaries(st.sampled_from(("length_s", "offset_s", "seed", "instrument", "shot",
                                        "performer", "certificate", "style")), ODD))  # fmt: skip
def test_whatever_the_text_says_the_file_reads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, say: dict[str, object]
) -> None:
    path = with_texts(tmp_path_factory.mktemp("odd") / "a.mid", say)
    with suppress(FoleyError):
        assert isinstance(read_midi(path), Take)

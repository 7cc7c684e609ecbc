"""Scores: read from MusicXML, kept on a shelf, drawn in range, made human."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from foley_post.core.instruments import INSTRUMENTS, TAUGHT_INSTRUMENTS, instrument
from foley_post.simulation.score.collections import build_shelf, kind_of
from foley_post.simulation.score.corpus import read_shelf, write_shelf
from foley_post.simulation.score.humanize import humanised
from foley_post.simulation.score.melodies import made_up_score
from foley_post.simulation.score.musicxml import read_musicxml
from foley_post.simulation.score.scores import Score, excerpt


def note(step: str, octave: int, duration: int, extra: str = "") -> str:
    return (
        f"<note>{extra if extra == '<chord/>' else ''}<pitch><step>{step}</step>"
        f"<octave>{octave}</octave></pitch><duration>{duration}</duration>"
        f"{'' if extra == '<chord/>' else extra}</note>"
    )


SONG = f"""<score-partwise><part-list>
<score-part id="P1"><part-name>Clarinet in Bb</part-name></score-part>
<score-part id="P2"><part-name>Piano</part-name></score-part></part-list>
<part id="P1"><measure><attributes><divisions>2</divisions>
<transpose><chromatic>-2</chromatic></transpose></attributes>
<direction><sound tempo="60" dynamics="100"/></direction>
{note("D", 4, 2)}{note("E", 4, 2, '<tie type="start"/>')}</measure>
<measure>{note("E", 4, 2, '<tie type="stop"/>')}<direction><sound tempo="120"/></direction>
{note("F", 4, 2)}</measure></part>
<part id="P2"><measure><attributes><divisions>1</divisions><staves>2</staves></attributes>
{note("C", 5, 2, "<staff>1</staff>")}{note("E", 5, 2, "<chord/>")}
<backup><duration>2</duration></backup>{note("C", 3, 1, "<staff>2</staff>")}</measure>
<measure><note><rest/><duration>1</duration></note>{note("G", 4, 1)}</measure></part>
</score-partwise>"""


def test_a_part_is_read_with_ties_transposition_tempo_and_dynamics() -> None:
    clarinet, _ = read_musicxml(SONG.encode())
    assert clarinet.part == "Clarinet in Bb"
    assert clarinet.pitch.tolist() == [60, 62, 63]
    assert clarinet.onset_s.tolist() == [0.0, 1.0, 3.0]
    assert clarinet.length_s.tolist() == [1.0, 2.0, 0.5]
    assert clarinet.velocity.tolist() == [90, 90, 90]


def test_chords_voices_and_staves_become_notes_for_two_hands() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("META-INF/container.xml", "<container/>")
        file.writestr("song.xml", SONG)
    _, piano = read_musicxml(packed.getvalue())
    assert piano.pitch.tolist() == [48, 72, 76, 67]
    assert piano.hand.tolist() == [0, 1, 1, 1]
    assert piano.onset_s.tolist() == [0.0, 0.0, 0.0, 3.0]


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04nonsense", b"<html/>"])
def test_what_is_no_score_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a"):
        read_musicxml(data)


def test_an_archive_without_a_score_is_a_value_error() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("META-INF/container.xml", "<container/>")
    with pytest.raises(ValueError, match="archive holds none"):
        read_musicxml(packed.getvalue())


def test_a_shelf_gives_excerpts_in_every_instruments_range(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    scores = [
        Score(o, np.full(200, 0.2), rng.integers(50, 90, 200), np.full(200, 70), part=kind)
        for kind in ("violin", "piano", "melody", "drums")
        for o in [np.arange(200) * 0.21]
    ]
    write_shelf(tmp_path / "shelf.npz", scores)
    shelf = read_shelf(tmp_path / "shelf.npz")
    assert len(shelf) == 4
    assert shelf.score(1).pitch.tolist() == scores[1].pitch.tolist()
    for name in TAUGHT_INSTRUMENTS:
        what = INSTRUMENTS[name]
        drawn = shelf.draw(name, np.random.default_rng(5), 6.0)
        again = shelf.draw(name, np.random.default_rng(5), 6.0)
        assert drawn.onset_s.tolist() == again.onset_s.tolist()
        assert len(drawn)
        assert drawn.onset_s.max() < 6.0
        assert what.lowest <= drawn.pitch.min() <= drawn.pitch.max() <= what.highest


def test_collections_are_found_by_name_and_parts_by_theirs(shared_data: Path) -> None:
    assert kind_of("Violoncello I") == "cello"
    assert kind_of("Contrabassoon") == ""
    assert kind_of("Trumpets in F") == "trumpet"
    folder = shared_data / "midi"
    assert (folder / "MOSA-violin-annotations.zip").is_file()


def test_a_shelf_is_filled_from_a_collection(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "midi" / "MOSA-violin-annotations.zip"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    counts = build_shelf(tmp_path, tmp_path / "shelf.npz")
    assert counts == {"violin played": 15}
    assert read_shelf(tmp_path / "shelf.npz").human.all()


@pytest.mark.parametrize("name", TAUGHT_INSTRUMENTS)
def test_made_up_scores_stay_in_range(name: str) -> None:
    for seed in range(6):
        score = made_up_score(instrument(name), np.random.default_rng(seed), 6.0)
        assert len(score) > 2
        assert score.pitch.min() >= INSTRUMENTS[name].lowest
        assert score.pitch.max() <= INSTRUMENTS[name].highest
        assert (np.diff(score.onset_s) >= 0).all()


def test_a_human_plays_near_the_score_and_a_played_score_stays_as_it_is() -> None:
    straight = made_up_score(instrument("piano"), np.random.default_rng(1), 8.0)
    played = humanised(straight, np.random.default_rng(2))
    assert sorted(played.pitch) == sorted(straight.pitch)
    assert (played.onset_s >= 0).all()
    assert 0.7 < played.end_s / straight.end_s < 1.4
    assert np.std(played.velocity) > 2
    known = replace(straight, human=True)
    assert humanised(known, np.random.default_rng(2)) is known


def test_an_excerpt_starts_at_zero_and_ends_in_time() -> None:
    whole = made_up_score(instrument("flute"), np.random.default_rng(3), 20.0)
    cut = excerpt(whole, 5.0, 4.0)
    assert len(cut)
    assert cut.onset_s.min() >= 0.0
    assert cut.end_s <= 4.0 + 1e-9

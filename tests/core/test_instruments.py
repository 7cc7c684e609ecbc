"""The instrument table holds together, and the shipped SoundFont plays all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foley_post.core.instruments import FAMILIES, INSTRUMENTS, Instrument, instrument
from foley_post.errors import UsageError
from foley_post.render.soundfont import presets_of, shipped_soundfont

EVERY = pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=lambda i: i.name)


def test_every_family_has_an_instrument() -> None:
    assert {i.family for i in INSTRUMENTS.values()} == set(FAMILIES)


@EVERY
def test_every_sound_of_an_instrument_is_in_the_shipped_soundfont(one: Instrument) -> None:
    there = {(p.bank, p.program) for p in presets_of(shipped_soundfont())}
    assert {one.sound, *(one.sound_of(a.name) for a in one.articulations)} <= there


@EVERY
def test_an_instrument_says_what_the_picture_shows_and_what_it_cannot(one: Instrument) -> None:
    assert one.when
    assert one.pitch
    assert one.hidden
    assert len({a.name for a in one.articulations}) == len(one.articulations) > 0


@EVERY
def test_open_strings_lie_in_the_range(one: Instrument) -> None:
    assert all(one.lowest <= s <= one.highest for s in one.strings)


def test_an_unknown_instrument_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match=r"no instrument called 'kazoo'.*violin"):
        instrument("kazoo")


def test_an_unknown_articulation_sounds_as_the_instrument_does() -> None:
    assert instrument("cello").sound_of("slap") == (0, 42)
    assert instrument("cello").sound_of("pizzicato") == (0, 45)


@pytest.mark.parametrize("wrong", [{"family": "plugged"}, {"lowest": 90}, {"soft": 120}])
def test_a_line_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cello"):
        replace(instrument("cello"), **wrong)

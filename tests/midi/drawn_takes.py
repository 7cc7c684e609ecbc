"""Takes drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from foley_post.core.instruments import INSTRUMENTS, instrument
from foley_post.midi.notes import Evidence, Note, Take
from foley_post.midi.playable import playable

NAMES = st.sampled_from(sorted(INSTRUMENTS))


@st.composite
def takes(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES, most: int = 12) -> Take:
    """A playable take of up to ``most`` notes over eight seconds."""
    played = instrument(draw(names))
    ways = ["", *(a.name for a in played.articulations)]
    drawn = draw(
        st.lists(
            st.builds(
                Note,
                onset_s=st.integers(0, 780).map(lambda i: i / 100),
                length_s=st.floats(0.03, 2.0),
                pitch=st.integers(played.lowest, played.highest),
                velocity=st.integers(1, 127),
                evidence=st.sampled_from(Evidence),
                confidence=st.floats(0, 1),
                joint=st.none() | st.integers(0, 66),
                articulation=st.sampled_from(ways),
                pinned=st.booleans(),
            ),
            max_size=most,
        )
    )
    return Take(playable(drawn, played), 8.0, played.name)


def sound_music(take: Take) -> None:
    """What every take must be: in range, at most as many voices, no equal notes over another."""
    played = instrument(take.instrument)
    last: dict[int, float] = {}
    for note in take.notes:
        assert played.lowest <= note.pitch <= played.highest
        assert note.length_s > 0
        assert note.onset_s >= last.get(note.pitch, -1.0) - 1e-9
        last[note.pitch] = note.end_s


def held_onsets(take: Take) -> set[float]:
    """The onsets that belong to the picture."""
    return {n.onset_s for n in take.notes if n.evidence is not Evidence.INVENTED}

"""More sentences of the library: of timelines that are read and written, keys, tempos, weights."""

from __future__ import annotations

from foley_post_ui.i18n.translating import mark

__all__ = ["TIMELINE_SENTENCES"]

TIMELINE_SENTENCES = (
    mark("Sentences", "There is no guide sound at {0}."),
    mark("Sentences", "There is no sound track {0} in {1}. Its sound tracks are {2}."),
    mark("Sentences", "No file of the sound track {0} was found."),
    mark("Sentences", "The level of {0} dB is held to {1} by the true peak."),
    mark("Sentences", "The stem {0} is not as it was made; render it again."),
    mark("Sentences", "The stem {0} cannot be read; render it again."),
    mark(
        "Sentences",
        "The shipped SoundFont foley.sf3 is not in {0}. Install Foley Post again, or "
        "choose another SoundFont.",
    ),
    mark("Sentences", "{0} lacks its samples or its presets; it is damaged."),
    mark("Sentences", "{0} makes sound that is not finite; use another."),
    mark("Sentences", "{0}; the shipped SoundFont was used."),
    mark("Sentences", "The AAF is experimental: check it in the program that is to open it."),
    mark("Sentences", "{0} could not be written as AAF ({1}: {2}). Choose otio or fcp7xml."),
    mark("Sentences", "There is no composition in {0}."),
    mark("Sentences", "{0} has over {1} events. Export it in parts."),
    mark("Sentences", "An event of reel {0} was left out: {1}."),
    mark("Sentences", "{0} does not say its frame rate. Export the sequence again."),
    mark("Sentences", "{0} does not say which angle is {1}; {2} was taken."),
    mark("Sentences", "{0} does not say which angle is seen; {1} was taken."),
    mark("Sentences", "The timeline does not say where {0} is; relink it in Final Cut Pro."),
    mark("Sentences", "{0} is XML, but not FCPXML. Export it from Final Cut Pro as XML."),
    mark(
        "Sentences",
        "{0} is FCPXML {1}, of before 1.8. It is read as far as it is like later "
        "ones; a new document is written as 1.10.",
    ),
    mark("Sentences", "There is no project in {0}. Select a project when exporting."),
    mark("Sentences", "{0} does not say the project's frame rate; {1} fps was taken."),
    mark("Sentences", "{0} lasts {1}, which makes no sense; it was left out."),
    mark("Sentences", "{0} is not in the file's resources."),
    mark("Sentences", "{0} points to media that the file does not list."),
    mark("Sentences", "There is no project in {0} to add stems to. Write .otio instead."),
    mark("Sentences", "The project in {0} is empty; stems need a clip to hang on."),
    mark("Sentences", "{0} is not there; {1} was taken in its place."),
    mark("Sentences", "{0} is no project of Kdenlive, Shotcut or MLT. Save it again from there."),
    mark("Sentences", "The project's guides could not be read."),
    mark(
        "Sentences",
        "The start timecode counts at {0} fps, all clips at {1} fps; {2} fps was taken.",
    ),
    mark(
        "Sentences",
        "The timeline's timecode is marked as drop-frame, which {0} fps has not; it "
        "is counted without.",
    ),
    mark("Sentences", "{0} was not opened: {1} in it swells to {2} MB."),
    mark(
        "Sentences",
        "{0} was not opened: there is no {1} in it that can be read. Export the timeline again.",
    ),
    mark("Sentences", "{0} is damaged: its media cannot be read."),
    mark("Sentences", "{0} holds more media than can be unpacked."),
    mark(
        "Sentences",
        "{0} was not opened: it makes the {1} reader crash. Export the timeline again"
        " from the editing program.",
    ),
    mark(
        "Sentences",
        "{0} was not opened: the {1} reader says {2}. Export the timeline again from "
        "the editing program.",
    ),
    mark(
        "Sentences",
        "{0} was not opened: its nested timelines unfold to {1} clips. Export the "
        "sequence without some of its nested ones, or in parts.",
    ),
    mark("Sentences", "{0} of the markers of {1} make no sense and were left out."),
    mark("Sentences", "There is no sequence {0} in {1}. It holds {2}."),
    mark(
        "Sentences",
        "It begins {0} s into {1}, which is {2} s long and carries no timecode that "
        "says otherwise. Export the cut as .otio or XML, or relink it.",
    ),
    mark("Sentences", "Clips nested over 24 deep were left out."),
    mark("Sentences", "{0} has no media under its active reference; the one called {1} was taken."),
    mark("Sentences", "{0} ({1}) is shorter than a frame; left out."),
    mark(
        "Sentences",
        "The source range of track {0} shows nothing that lies on it; the whole track was read.",
    ),
    mark(
        "Sentences",
        "{0} on {1} does not say how long it is; what follows on that track may be misplaced.",
    ),
    mark("Sentences", "The hits are not in the project; the other timelines have them."),
    mark("Sentences", "Markers beyond the last clip, which are not in the FCPXML: {0}."),
    mark("Sentences", "{0} If nobody has it open there, delete {1} in {2}."),
    mark("Sentences", "{0} cannot be a folder's name. Choose another."),
    mark("Sentences", "{0} cannot be the name of a file. Choose another."),
    mark("Sentences", "No key can be heard in {0}. Name one, like C or F#m."),
    mark("Sentences", "No steady beat can be heard in {0}. Give beats a minute."),
    mark("Sentences", "{0} is not a tempo: give beats a minute, a MIDI file, a recording or auto."),
    mark("Sentences", "{0} is not a key. Write it like C, F#m, Bb minor or D dorian."),
    mark("Sentences", "{0} holds no notes."),
    mark("Sentences", "{0} cannot be read as MIDI: {1}."),
    mark("Sentences", "A tempo of {0} beats a minute is outside 10 to 500."),
    mark("Sentences", "A piano's keys go from A0 to C8; {0} is not among them."),
    mark("Sentences", "A key is named like C3, Bb2 or 48, not {0}."),
    mark(
        "Sentences",
        "The weights in {0} are not those that their card describes (SHA-256 {1}..., "
        "expected {2}...). Get both files anew.",
    ),
    mark(
        "Sentences",
        "The model's card is missing: {0}. It belongs beside the weights. Install "
        "Foley Post anew, or get both files.",
    ),
    mark("Sentences", "{0} is not the card of a model of this version of Foley Post."),
    mark("Sentences", "The answer could not be sent: {0}."),
)

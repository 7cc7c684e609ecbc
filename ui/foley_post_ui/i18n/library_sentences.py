"""The library's own sentences that the window shows, in the user's language.

The library speaks English and knows nothing of the window. A sentence is known again by its fixed
words; what stands between them is put into the translation. A test holds this list to what the
library says.
"""

from __future__ import annotations

import re
from functools import cache

from foley_post_ui.i18n.library_strings import library_word
from foley_post_ui.i18n.timeline_sentences import TIMELINE_SENTENCES
from foley_post_ui.i18n.translating import localized, mark

__all__ = ["SENTENCES", "library_sentence"]

SENTENCES = (
    *TIMELINE_SENTENCES,
    mark("Sentences", "Choose a folder you can write to."),
    mark("Sentences", "Free some space there, or choose another folder."),
    mark("Sentences", "There is no melody model in {0}. Install Foley Post anew."),
    mark("Sentences", "There is no model at {0}. Choose another, or install Foley Post anew."),
    mark("Sentences", "Cannot write in {0}: {1}."),
    mark("Sentences", "Something went wrong inside Foley Post: {0}."),
    mark(
        "Sentences",
        "The process that did this work stopped unexpectedly (code {0}). The media or "
        "a library may be at fault; retry, and leave the shot out if it happens "
        "again.",
    ),
    mark("Sentences", "The work could not be started: {0}."),
    mark("Sentences", "There is not enough memory for this. Close other programs and retry."),
    mark("Sentences", "{0} cannot be decoded here ({1})."),
    mark(
        "Sentences",
        "{0} is in use by {1} on {2} (process {3}). Close it there first, or work on a copy.",
    ),
    mark("Sentences", "No music can be heard in {0}."),
    mark("Sentences", "People speak in {0} from {1} to {2} s: no notes are taken from there."),
    mark(
        "Sentences",
        "The two sides of {0} have opposite polarity and cancel each other; the left "
        "one is listened to.",
    ),
    mark("Sentences", "There is nothing to listen to in {0}: its range is empty."),
    mark(
        "Sentences",
        "What is heard in {0} does not fit the movement better than by chance: it may "
        "be other music, or its lag against the picture is not known.",
    ),
    mark("Sentences", "{0} drifts against the picture by {1} ms a minute."),
    mark(
        "Sentences",
        "{0} has nothing above 4 kHz, like a telephone: high notes and soft attacks may be missed.",
    ),
    mark("Sentences", "{0} has sound on one side only; that side is listened to."),
    mark(
        "Sentences",
        "{0} is clipped or limited ({1} of it is at full scale): how loud its notes "
        "are is a guess.",
    ),
    mark("Sentences", "{0} is silent: nothing can be heard in it."),
    mark(
        "Sentences",
        "Nobody is seen in {0}: no stem was made. Draw a box around the player or the "
        "instrument, and what moves there is played.",
    ),
    mark(
        "Sentences",
        "Of {0} notes heard in {1} it is not sure who plays {2}; the manifest names "
        "both players of each.",
    ),
    mark("Sentences", "Player {0} of {1} does not play: no stem."),
    mark("Sentences", "The sound of {0} ({1}) is not split: it changes its speed."),
    mark("Sentences", "There is no music to export yet. Generate a score first."),
    mark("Sentences", "There is no shot {0} in {1}."),
    mark("Sentences", "{0} cannot be read: {1}."),
    mark("Sentences", "{0} is damaged: {1}."),
    mark(
        "Sentences",
        "{0} is no longer in {1}, which changed since it was opened: open it again.",
    ),
    mark("Sentences", "{0} is taken to play {1}, but it is not clear: {2}."),
    mark("Sentences", "{0} of {1} notes are of keys that a hand hides: less sure."),
    mark(
        "Sentences",
        "{0} of {1} notes of player {2} were heard in {3}; a movement meets {4} of them.",
    ),
    mark("Sentences", "{0} plays what looks like {1}; the nearest is {2}."),
    mark(
        "Sentences",
        "Nobody is seen to play: {0}. Choose by number whom to score, or name the instrument.",
    ),
    mark("Sentences", "None of the chosen players is there; people seen: {0}."),
    mark("Sentences", "Person {0} of {1} {2}, and is not scored."),
    mark("Sentences", "The GPU gave up ({0}); the CPU watched from there on."),
    mark("Sentences", "The device {0} is not there. Choose cpu, or auto."),
    mark(
        "Sentences",
        "The network {0} is damaged: its SHA-256 is not the one on its card. Install "
        "Foley Post again.",
    ),
    mark("Sentences", "The network {0} is not in {1}. Install Foley Post again."),
    mark(
        "Sentences",
        "{0} shows no picture from {1} s to {2} s (it is {3} s long). Relink the "
        "clip, or trim the shot.",
    ),
    mark("Sentences", "Its autosave {0} may still open."),
    mark("Sentences", "Open the timeline again to start afresh."),
    mark("Sentences", "{0} cannot be read: {1}. Choose the project where it is now."),
    mark("Sentences", "{0} is too large to be a Foley Post project."),
    mark(
        "Sentences",
        "{0} was saved by a newer Foley Post (project version {1}). Update Foley Post to open it.",
    ),
    mark("Sentences", "FluidSynth cannot load {0}; it is damaged."),
    mark("Sentences", "The mix is silent."),
    mark("Sentences", "The mix is turned down by {0} dB to stay at {1} dBTP."),
    mark("Sentences", "The stem is silent."),
    mark("Sentences", "The stem is too quiet to measure its loudness."),
    mark("Sentences", "The stem is {0}, so that its peaks stay at {1} dBTP."),
    mark("Sentences", "There is no SoundFont at {0}: {1}."),
    mark("Sentences", "{0} The shipped SoundFont was used."),
    mark("Sentences", "{0} brought the synthesizer down (exit {1}); use another SoundFont."),
    mark("Sentences", "{0} has no readable table of presets; it is damaged."),
    mark("Sentences", "{0} holds no presets. Choose another SoundFont."),
    mark(
        "Sentences",
        "{0} is cut short: it should hold {1} bytes and has {2}. Download or copy it again.",
    ),
    mark("Sentences", "{0} is not a SoundFont (SF2 or SF3)."),
    mark("Sentences", "{0} made no sound within {1} seconds; use another."),
    mark("Sentences", "{0} makes no sound that can be used; use another."),
    mark("Sentences", "Cannot write {0} in {1}: {2}."),
    mark(
        "Sentences",
        "{0} cannot be read as video ({1}). It is damaged, cut short or not a media "
        "file: copy it again from its source or relink the clip.",
    ),
    mark("Sentences", "{0} has no sound stream."),
    mark("Sentences", "{0} holds no picture: it has no video stream. Choose a video file."),
    mark("Sentences", "{0} is an empty file. Copy it again from its source."),
    mark("Sentences", "{0} is not in {1}. Bring it back, or relink the clip to its place."),
    mark(
        "Sentences",
        "{0} opens, but not one picture ({1}) can be decoded from it. It may be "
        "damaged or cut short: copy it again from its source.",
    ),
    mark("Sentences", "A clip does not say how long it is; it was left out."),
    mark("Sentences", "Cannot open {0}: {1}. Check the path."),
    mark(
        "Sentences",
        "It is a sequence of single pictures. Make a video file of it, and relink.",
    ),
    mark("Sentences", "It is a still picture; nobody moves in it."),
    mark(
        "Sentences",
        "It is made by the editing program (a title, colour or bars); there is no film.",
    ),
    mark("Sentences", "It is switched off on the timeline."),
    mark("Sentences", "Its media is missing: {0}."),
    mark("Sentences", "Its media is on the network ({0}). Copy it to a disk, and relink."),
    mark(
        "Sentences",
        "Its speed changes in a way the timeline does not tell; it is read as constant.",
    ),
    mark("Sentences", "Its speed ramp is eased; it is read as straight between its points."),
    mark("Sentences", "The AAF holds the picture and the stems, no other sound."),
    mark(
        "Sentences",
        "The EDL does not say its frame rate; its pictures run at {0} fps, as was taken.",
    ),
    mark("Sentences", "The hits are not in the AAF; the other timelines have them."),
    mark(
        "Sentences",
        "The sound of {0} starts before the timeline does; what lies before was left out.",
    ),
    mark(
        "Sentences",
        "The timecodes of {0} fit no frame rate. Export the cut again as CMX 3600.",
    ),
    mark("Sentences", "The timeline does not say its frame rate; {0} fps was taken."),
    mark("Sentences", "The timeline does not say its picture size; the {0} says 1920x1080."),
    mark(
        "Sentences",
        "The timeline does not say its picture size; the {0} says {1}x{2}, as {3} has.",
    ),
    mark(
        "Sentences",
        "The timeline does not say where its media is. Relink it in the editing program.",
    ),
    mark(
        "Sentences",
        "The timeline does not say whether {0} is mono or stereo; the FCP7 XML says stereo.",
    ),
    mark("Sentences", "The {0} of {1} is not on a frame of {2} fps."),
    mark("Sentences", "There is no event in {0}; it is no EDL. Export the cut as CMX 3600."),
    mark("Sentences", "There is no file {0}. Check the path."),
    mark("Sentences", "There is no sequence in the file."),
    mark("Sentences", "There is no sequence in {0}. Select a sequence when exporting."),
    mark("Sentences", "There is no timeline in {0}. Export a whole timeline."),
    mark("Sentences", "{0} changes its speed; it is read at its own speed."),
    mark("Sentences", "{0} does not say how long it is. Make a copy of it as .mp4 or .mov."),
    mark("Sentences", "{0} does not say how long it is; it was left out."),
    mark(
        "Sentences",
        "{0} files are called {1}; {2} was taken. Relink the clip's folder to choose.",
    ),
    mark("Sentences", "{0} has no readable place on its track and was left out."),
    mark("Sentences", "{0} holds clips but no project; they were laid one after the other."),
    mark(
        "Sentences",
        "{0} holds over {1} files; only the first were searched. Name a folder nearer "
        "to the media.",
    ),
    mark("Sentences", "{0} holds {1} sequences ({2}); {3} was read."),
    mark(
        "Sentences",
        "{0} is XML, but neither Final Cut Pro 7 XML nor FCPXML. Export the sequence "
        "as Final Cut Pro XML.",
    ),
    mark("Sentences", "{0} is a folder without a timeline in it. Check the path."),
    mark("Sentences", "{0} is a {1}, which nobody else reads; it was left out."),
    mark(
        "Sentences",
        "{0} is an EDL: it tells reels and source timecodes, not where the media is.",
    ),
    mark("Sentences", "{0} is empty. Export the timeline again."),
    mark(
        "Sentences",
        "{0} is not a timeline that can be read. Export it as .otio, Final Cut Pro "
        "XML, FCPXML, AAF or EDL, or give the film itself.",
    ),
    mark(
        "Sentences",
        "{0} is {1} MB. Timelines over {2} MB are not opened; export the sequence in parts.",
    ),
    mark(
        "Sentences",
        "{0} is {1}, which is read but not written; its picture stands in the new "
        "timelines with the stems.",
    ),
    mark("Sentences", "{0} overlaps the clip before it and was trimmed."),
    mark(
        "Sentences",
        "{0} starts before its media's timecode; its source range was counted from "
        "the media's first frame.",
    ),
    mark("Sentences", "{0} was left out: {1}."),
    mark(
        "Sentences",
        "{0} was not opened: a nested timeline in it shows itself. Export the "
        "timeline again from the editing program.",
    ),
    mark(
        "Sentences",
        "{0} was not opened: it holds a {1}, not a timeline. Export a whole timeline.",
    ),
    mark(
        "Sentences",
        "{0} was not opened: it is damaged ({1}: {2}). Export the timeline again from "
        "the editing program.",
    ),
    mark("Sentences", "{0} was not opened: it is locked with a password."),
    mark("Sentences", "{0} was not opened: its timeline is too large."),
    mark(
        "Sentences",
        "{0} was not opened: reading it took over {1} s. Export the timeline again "
        "from the editing program.",
    ),
    mark(
        "Sentences",
        "{0} was not opened: {1}. Export the timeline again from the editing program.",
    ),
)


def library_sentence(text: str) -> str:
    """``text`` in the user's language; as it is where nobody translated it."""
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return localized("Sentences", sentence).format(*map(_word, found.groups()))
    return text


def _word(text: str) -> str:
    """What is put in: an instrument in the user's language, a name as it is."""
    return library_word(text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Of each sentence what it looks like; the ones with most words of their own first."""
    longest = sorted(SENTENCES, key=lambda s: -len(re.sub(r"\{\d\}", "", s)))
    return tuple((re.compile(_looks_like(s), re.DOTALL), s) for s in longest)


def _looks_like(sentence: str) -> str:
    parts = re.split(r"\{\d\}", sentence)
    return "(.+?)".join(map(re.escape, parts))

"""Programs for `test_isolated_process`: what a child does is what it is asked."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from foley_post.core.isolated_process import serve
from foley_post.errors import Remedy, SoundFontError


def answer(question: bytes) -> bytes:
    match json.loads(question):
        case ["echo", text]:
            print("libraries print")
            os.write(1, b"and so does native code")
            return str(text).encode()
        case ["refuse", text]:
            raise SoundFontError(text, remedy=Remedy.CHOOSE_SOUNDFONT)
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["memory", size]:
            return bytes(size)[:1]
        case ["flood", size]:
            return b"x" * size
        case ["work"]:
            while True:
                pass
        case ["rest", seconds]:
            threading.Event().wait(seconds)
            return b"rested"
        case ["wait", place]:
            with Path(place).open("w"):
                threading.Event().wait()
    raise ValueError(question)


if __name__ == "__main__":
    if sys.argv[-1] == "before-reading":
        threading.Event().wait()
    serve(answer)

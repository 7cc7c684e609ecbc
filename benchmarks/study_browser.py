"""The study's page in a real browser, by keys and clicks: `python -m benchmarks.study_browser`

Headless Chromium (its own protocol over a pipe) opens the page that a `StudyServer` serves, plays,
switches, answers every trial, leaves in the middle and comes back. Held: nothing can be answered
before all is heard; switching leaves no gap in the sound; every question is answered once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from foley_post.core.timecode import Rate
from foley_post.study.folder import answers_of
from foley_post.study.making import RATE_HZ, make
from foley_post.study.serving import StudyServer
from foley_post.video import write_video

_LENGTH_S = 1.0


class Browser:
    """One page of headless Chromium."""

    def __init__(self, program: str, profile: Path) -> None:
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()

        def pipes() -> None:
            os.dup2(to_read, 3)
            os.dup2(to_write, 4)

        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--remote-debugging-pipe",
                "--mute-audio",
                "--autoplay-policy=no-user-gesture-required", f"--user-data-dir={profile}",
                "about:blank",
            ],
            preexec_fn=pipes,  # noqa: PLW1509 - Chromium speaks on 3 and 4; no thread runs yet
            close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._number, self._rest, self._session = 0, b"", ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol, and its answer."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                self._rest += os.read(self._in, 1 << 16)
            line, _, self._rest = self._rest.partition(b"\0")
            told = json.loads(line)
            if told.get("id") == self._number:
                if "error" in told:
                    raise RuntimeError(told["error"])
                return dict(told["result"])

    def says(self, script: str) -> Any:
        """What JavaScript of the page comes to."""
        found = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"])
        return found["result"].get("value")

    def until(self, script: str, seconds: float = 150.0) -> None:
        """Wait until the script is true."""
        end = time.monotonic() + seconds
        while not self.says(script):
            if time.monotonic() > end:
                raise TimeoutError(script)
            time.sleep(0.05)

    def press(self, key: str, code: int) -> None:
        """A key of the keyboard."""
        text = key if len(key) == 1 else "\r" if key == "Enter" else ""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key,
                text=text if kind == "keyDown" else "", windowsVirtualKeyCode=code,
            )  # fmt: skip

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def film(path: Path, pitch_hz: float) -> Path:
    """A second of film with a tone."""
    at = np.arange(round(_LENGTH_S * RATE_HZ)) / RATE_HZ
    tone = (0.1 * np.sin(2 * np.pi * pitch_hz * at)).astype(np.float32)[:, None]
    images = (np.full((90, 160, 3), 9 * n, np.uint8) for n in range(round(25 * _LENGTH_S)))
    write_video(path, images, Rate(25), audio=tone)
    return path


def answer_trial(page: Browser) -> None:
    """Hear all that there is to the end, by keys, and answer."""
    both = page.says("trial.sounds.length") == 2
    assert page.says("document.getElementById('next').disabled"), "answered before it was heard"
    page.says("document.activeElement.blur()")
    page.press(" ", 32)
    page.until("isHeard(0)")
    if both:
        page.until("!playing")
        page.press("b", 66)
        page.press(" ", 32)
        page.until("isHeard(1)")
    page.until("!playing")
    assert page.says("document.getElementById('next').disabled"), "no question was answered"
    number = page.says("trial.number")
    for name in page.says("Object.keys(trial.questions)"):
        page.says(f"document.querySelector('input[name={name}]').focus()")
        page.press(" ", 32)
    page.until("!document.getElementById('next').disabled")
    page.says("document.getElementById('next').focus()")
    page.press("Enter", 13)
    page.until(f"!trial || trial.number !== {number}")


def switching_gap(page: Browser) -> float:
    """How far the sum of both gains falls below 1 while switching, measured in the page."""
    return float(
        page.says(
            """(async () => {
              from = 0; play(); await new Promise((r) => setTimeout(r, 300));
              const before = sources.map((s) => s);
              let least = 2;
              for (const k of [1, 0, 1]) {
                choose(k);
                for (let n = 0; n < 12; n++) {
                  await new Promise((r) => setTimeout(r, 5));
                  least = Math.min(least, gains.reduce((sum, g) => sum + g.gain.value, 0));
                }
              }
              const same = sources.every((s, k) => s === before[k]);
              stop(); from = 0; choose(0);
              return same ? 1 - least : 1;
            })()"""
        )
    )


def main() -> int:
    """Go through a whole study; 1 when something was not as it should be."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("there is no Chromium here")
        return 1
    shots = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        home = Path(name)
        clips = [film(home / "a.mp4", 300), film(home / "b.mp4", 500)]

        def ours(clip: Path) -> np.ndarray:
            at = np.arange(RATE_HZ) / RATE_HZ
            return (0.1 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)[:, None]

        study = make(clips, ("ours", "shifted", "real"), home / "study", sounds={"ours": ours})
        with StudyServer(study) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            for visit, leave_after in enumerate((3, None)):
                page = Browser(program, home / "profile")
                page.call("Page.enable")
                page.call("Page.navigate", url=server.address)
                page.until(
                    "document.readyState === 'complete' && !!document.getElementById('begin')"
                )
                page.says("document.getElementById('begin').focus()")
                page.press("Enter", 13)
                page.until("!!trial")
                page.until("buffers.length === trial.sounds.length && length > 0")
                if visit == 0:
                    page.until("!!trial")
                    unnamed = page.says(
                        "[...document.querySelectorAll('button,input,video,progress')].filter("
                        "(e) => !(e.textContent.trim() || e.getAttribute('aria-label') || "
                        "e.closest('label'))).length"
                    )
                    print("controls without a name:", unnamed)
                    if shots is not None:
                        page_picture(page, shots / "trial.png")
                else:
                    print(
                        "goes on at:",
                        page.says("document.getElementById('trial-title').textContent"),
                    )
                done = 0
                gap = None
                while page.says("!!trial"):
                    page.until("buffers.length === trial.sounds.length && heardTo.length > 0")
                    if gap is None and page.says("trial.sounds.length") == 2:
                        gap = switching_gap(page)
                        page.says("heardTo = trial.sounds.map(() => 0), from = 0")
                        print(f"while switching the sum of the sounds falls by {gap:.2f} at most")
                    answer_trial(page)
                    done += 1
                    if leave_after and done == leave_after:
                        break
                page.close()
            server.shutdown()
        answers = answers_of(study)
        wanted = sum(len(trial.questions) for trial in study.trials)
        people = {a.listener for a in answers}
        print(f"{len(answers)} of {wanted} answers of {len(people)} listener, all played: "
              f"{all(a.played for a in answers)}")  # fmt: skip
        return int(len(answers) != wanted or len(people) != 1)


def page_picture(page: Browser, path: Path) -> None:
    """A screenshot of the page."""
    import base64

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(page.call("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    raise SystemExit(main())

"""The study's page in a real browser, by keys alone: `python -m benchmarks.study_browser`

[STUDY] [--pictures DIR]. Headless Chromium (its own protocol over a pipe) opens the page that a
`StudyServer` serves, plays, switches, answers every trial, leaves in the middle and comes back.
Held: nothing can be answered before all is heard; switching leaves no gap in the sound; the picture
is with the sound, from wherever it is played; every question is answered once, and the report says
what this listener chose (the recorded sound before ours, ours before any other, the one in time).
STUDY is a folder that `foley-post study make` wrote; without it two short films are made.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from foley_post.core.timecode import Rate
from foley_post.study.folder import Study, answers_of, open_study
from foley_post.study.making import RATE_HZ, make
from foley_post.study.plan import Kind, Trial
from foley_post.study.report import report_on, write_report
from foley_post.study.serving import StudyServer
from foley_post.video import write_video

_LENGTH_S = 1.5
_FRAME_S = 0.04


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
                "--mute-audio", "--window-size=1280,800",
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
    """A short film with a tone."""
    at = np.arange(round(_LENGTH_S * RATE_HZ)) / RATE_HZ
    tone = (0.1 * np.sin(2 * np.pi * pitch_hz * at)).astype(np.float32)[:, None]
    images = (np.full((90, 160, 3), 6 * n, np.uint8) for n in range(round(25 * _LENGTH_S)))
    write_video(path, images, Rate(25), audio=tone)
    return path


_TAB, _SPACE, _ENTER, _DOWN = ("Tab", 9), (" ", 32), ("Enter", 13), ("ArrowDown", 40)
_RANKS = {"real": 0, "ours": 1, "other": 2, "published": 2}


def wanted(trial: Trial) -> int:
    """What this listener answers: the recorded sound before ours, ours before others, never late;
    and only the recorded one is taken for recorded.
    """
    if trial.kind is Kind.REAL:
        return int(trial.sounds[0] == "real")
    ranks = [_RANKS.get(name, 3) for name in trial.sounds]
    return int(ranks[1] < ranks[0])


def tab_to(page: Browser, script: str) -> None:
    """Press Tab until the script is true of `document.activeElement`."""
    for _ in range(30):
        if page.says(f"((e) => {script})(document.activeElement)"):
            return
        page.press(*_TAB)
    raise RuntimeError(f"nothing is reached by Tab for which {script}")


def answer_trial(page: Browser, study: Study, pictures: Path | None) -> None:
    """Hear all that there is to the end and answer, by keys from where the page puts one."""
    number = page.says("trial.number")
    trial = next(one for one in study.trials if one.number == number)
    assert page.says("document.getElementById('next').disabled"), "answered before it was heard"
    page.press(*_SPACE)
    page.until("isHeard(0) && !playing")
    if len(trial.sounds) == 2:
        assert page.says("document.getElementById('next').disabled"), "one sound was enough"
        page.press("b", 66)
        page.press("r", 82)
        page.until("isHeard(1) && !playing")
    assert page.says("document.getElementById('next').disabled"), "no question was answered"
    answer = wanted(trial)
    for name in trial.questions:
        tab_to(page, f"e.name === '{name}'")
        page.press(*_SPACE)
        if page.says("document.activeElement.value") != str(answer):
            page.press(*_DOWN)
    if pictures is not None:
        page_picture(page, pictures / f"{trial.kind}.png")
    page.press(*_ENTER)
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


def strays(page: Browser) -> tuple[float, float]:
    """How far the picture is from the sound that is heard, in seconds: in the median and at nine
    looks of ten, when it is played from a third on.
    """
    away = page.says(
        """(async () => {
          from = length / 3; play(); await new Promise((r) => setTimeout(r, 550));
          const away = [];
          while (playing && context.currentTime - startedAt < length - 0.2) {
            await new Promise((r) => setTimeout(r, 20));
            away.push(Math.abs($("picture").currentTime
              - (context.currentTime - latency() - startedAt)));
          }
          stop(); from = 0;
          return away;
        })()"""
    )
    return float(np.median(away)), float(np.quantile(away, 0.9))


def short_study(folder: Path) -> Study:
    """Of two short films."""
    clips = [film(folder / "a.mp4", 300), film(folder / "b.mp4", 500)]

    def ours(clip: Path) -> np.ndarray:
        at = np.arange(round(_LENGTH_S * RATE_HZ)) / RATE_HZ
        return (0.1 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)[:, None]

    conditions = ("ours", "shifted", "other", "real")
    return make(clips, conditions, folder / "study", sounds={"ours": ours})


def visit(page: Browser, study: Study, pictures: Path | None, most: int | None) -> float:
    """Go on from where the page begins through ``most`` trials, or all; the gap of a switch."""
    gap = None
    for _ in range(most or len(study.trials)):
        if not page.says("!!trial"):
            break
        page.until("buffers.length === trial.sounds.length && heardTo.length > 0")
        if gap is None and page.says("trial.sounds.length") == 2:
            gap = switching_gap(page)
            page.says("heardTo = trial.sounds.map(() => 0), from = 0")
        answer_trial(page, study, pictures)
    return gap or 0.0


def begin(page: Browser, address: str, pictures: Path | None) -> None:
    """Open the page and begin, by keys."""
    page.call("Page.enable")
    page.call("Page.navigate", url=address)
    page.until("document.readyState === 'complete' && !!document.getElementById('begin')")
    if pictures is not None:
        page_picture(page, pictures / "welcome.png")
    tab_to(page, "e.id === 'begin'")
    page.press(*_ENTER)
    page.until("!!trial")


def go_through(program: str, study: Study, home: Path, pictures: Path | None) -> bool:
    """The whole study, left after three trials and opened again; whether the picture was with the
    sound, and no switch left a gap.
    """
    fine = True
    with StudyServer(study) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for most in (3, None):
            page = Browser(program, home / "profile")
            begin(page, server.address, pictures if most else None)
            unnamed = page.says(
                "[...document.querySelectorAll('button,input,video,progress')].filter("
                "(e) => !(e.textContent.trim() || e.getAttribute('aria-label') || "
                "e.closest('label'))).length"
            )
            title = page.says("document.getElementById('trial-title').textContent")
            page.until("buffers.length === trial.sounds.length && heardTo.length > 0")
            middle, late = strays(page)
            page.says("heardTo = trial.sounds.map(() => 0)")
            gap = visit(page, study, pictures, most)
            fine = fine and late < _FRAME_S and gap < 0.05
            print(f"{title}: {unnamed} controls without a name; while switching the sum of the "
                  f"sounds falls by {gap:.2f} at most; picture and sound {1000 * middle:.0f} ms "
                  f"apart, {1000 * late:.0f} at nine looks of ten")  # fmt: skip
            if pictures is not None and most is None:
                page_picture(page, pictures / "done.png")
            page.close()
        server.shutdown()
    return fine


def main() -> int:
    """Go through a whole study; 1 when something was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path, nargs="?")
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("there is no Chromium here")
        return 1
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        home = Path(name)
        study = open_study(chosen.study) if chosen.study else short_study(home)
        fine = go_through(program, study, home, chosen.pictures)
        answers = answers_of(study)
        meant = {
            (trial.number, question): wanted(trial)
            for trial in study.trials
            for question in trial.questions
        }
        found = {(a.trial, a.question): a.chosen for a in answers}
        people = {a.listener for a in answers}
        print(f"{len(answers)} of {len(meant)} answers of {len(people)} listener, all played: "
              f"{all(a.played for a in answers)}, all as meant: {found == meant}")  # fmt: skip
        report = report_on(study)
        write_report(study, report, study.folder / "report")
        shares = {share.what: share.share for share in (*report.pairs, *report.lags)}
        print(*(f"{what}: {share:.2f}" for what, share in shares.items()), sep="; ")
        right = all(share == (what != "ours before real") for what, share in shares.items()
                    if "other before" not in what)  # fmt: skip
        return int(found != meant or len(people) != 1 or not right or not fine)


def page_picture(page: Browser, path: Path) -> None:
    """A screenshot of the page."""
    import base64

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(page.call("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    raise SystemExit(main())

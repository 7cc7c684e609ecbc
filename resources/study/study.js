"use strict";
// One trial at a time: the sounds are decoded whole and all run at once with the picture; what is heard is a matter of gain, so that
// switching leaves no gap and no jump.
const $ = (id) => document.getElementById(id);
const token = new URLSearchParams(location.search).get("token") || "";
const LETTERS = ["A", "B"], FADE_S = 0.01, LEAD_S = 0.15, LOST_S = 0.3;
const TEST_LEVEL = 0.079;  // low noise of -23 LUFS
let listener = localStorage.getItem("listener");
let context, trials = [], done = new Set(), trial, buffers = [], gains = [], sources = [], chosen = 0;
let test = null, playing = false, starting, startedAt = 0, from = 0, heardTo = [], last = 0, length = 0;

function identity() {
  if (!listener) {
    listener = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("listener", listener);
  }
}

// Each listener goes through the trials from a place of their own, so that what tires is not always the same.
function ordered(all) {
  const first = parseInt(listener.slice(0, 6), 16) % all.length;
  return all.slice(first).concat(all.slice(0, first));
}

// Noise as loud as the sounds are, for listeners to set their volume by.
async function testSound() {
  context = context || new AudioContext();
  await context.resume();
  if (test) {
    test.stop();
    test = null;
  } else {
    const buffer = context.createBuffer(1, 4 * context.sampleRate, context.sampleRate), data = buffer.getChannelData(0);
    let low = 0;
    for (let n = 0; n < data.length; n++) data[n] = low = 0.95 * low + TEST_LEVEL * (Math.random() - 0.5);
    test = context.createBufferSource();
    Object.assign(test, { buffer, loop: true });
    test.connect(context.destination);
    test.start();
  }
  $("test").setAttribute("aria-pressed", String(test !== null));
}

// The next listener at this browser is a person of their own.
function somebodyElse() {
  localStorage.removeItem("listener");
  location.reload();
}

const isDone = (one) => Object.keys(one.questions).every((q) => done.has(one.number + " " + q));

async function begin() {
  try {
    identity();
    if (test) await testSound();
    context = context || new AudioContext();
    await context.resume();
    trials = ordered(await (await fetch("trials.json")).json());
    const before = await fetch(`answered?token=${encodeURIComponent(token)}&listener=${listener}`);
    if (!before.ok) throw new Error("Open the page by the whole address that you were given.");
    for (const [number, question] of await before.json()) done.add(number + " " + question);
    $("welcome").hidden = true;
    await next();
  } catch (error) { trouble(error); }
}

function trouble(error) { $("trouble").textContent = "Something went wrong: " + (error.message || error); }

async function next() {
  stop();
  $("next").disabled = true;  // until the next film is there: a second press must not answer it
  $("questions").replaceChildren();
  buffers = [];
  trial = trials.find((one) => !isDone(one));
  $("trial").hidden = !trial;
  if (!trial) {
    $("done").hidden = false;
    $("done-title").focus();
    return;
  }
  const count = trials.filter(isDone).length;
  $("trial-title").textContent = `Film ${count + 1} of ${trials.length}`;
  $("progress").max = trials.length;
  $("progress").value = count;
  const whole = await Promise.all([trial.picture, ...trial.sounds].map(async (name) => (await fetch(name)).blob()));
  await show(whole.shift());
  buffers = await Promise.all(whole.map(async (sound) => context.decodeAudioData(await sound.arrayBuffer())));
  length = Math.min(...buffers.map((b) => b.duration));
  heardTo = trial.sounds.map(() => 0);
  from = 0;
  $("position").max = length;
  $("position").value = 0;
  $("sound1").hidden = trial.sounds.length < 2;
  $("sound0").hidden = trial.sounds.length < 2;
  choose(0);
  ask();
  $("trial-title").focus();
}

// The film is held whole: what is only streamed cannot be brought to a place.
async function show(film) {
  const picture = $("picture"), before = picture.src;
  const ready = new Promise((resolve, reject) => {
    picture.addEventListener("canplaythrough", resolve, { once: true });
    picture.addEventListener("error", () => reject(new Error("The film cannot be shown.")), { once: true });
  });
  picture.src = URL.createObjectURL(film);
  if (before) URL.revokeObjectURL(before);
  await ready;
}

function ask() {
  const answers = trial.kind === "real" ? [["1", "Yes"], ["0", "No"]] : [["0", "Sound A"], ["1", "Sound B"]];
  $("questions").replaceChildren(...Object.entries(trial.questions).map(([name, text]) => {
    const set = document.createElement("fieldset"), legend = document.createElement("legend");
    legend.textContent = text;
    set.append(legend, ...answers.map(([value, word]) => {
      const label = document.createElement("label"), radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name, value, required: true });
      label.append(radio, " " + word);
      return label;
    }));
    return set;
  }));
  tell();
}

function play() {
  if (from >= length - 0.05) from = 0;
  const begins = context.currentTime + LEAD_S;
  sources = buffers.map((buffer, k) => {
    const source = context.createBufferSource(), gain = context.createGain();
    source.buffer = buffer;
    gain.gain.value = k === chosen ? 1 : 0;
    source.connect(gain).connect(context.destination);
    source.start(begins, from);
    gains[k] = gain;
    return source;
  });
  startedAt = begins - from;
  playing = true;
  last = from;
  $("picture").currentTime = from;
  $("picture").playbackRate = 1;
  starting = setTimeout(() => $("picture").play(), 1000 * (LEAD_S + latency()));
  $("play").textContent = "Pause";
  requestAnimationFrame(follow);
}

// How long a sound is under way to the ear, as far as the browser knows.
const latency = () => context.outputLatency || context.baseLatency || 0;

// What was heard since the last look, by the sound's own clock: a page that is seldom drawn counts it all the same.
function account() {
  if (!playing) return;
  const at = Math.min(length, Math.max(0, context.currentTime - startedAt));
  if (last - heardTo[chosen] < 0.25) heardTo[chosen] = Math.max(heardTo[chosen], at);
  last = at;
}

function stop() {
  account();
  if (playing) from = Math.min(length, Math.max(0, context.currentTime - startedAt));
  sources.forEach((source) => source.stop());
  sources = [];
  playing = false;
  clearTimeout(starting);
  $("picture").pause();
  $("play").textContent = "Play";
}

// The sound, as it is heard, is the clock: a picture that strays plays a little faster or slower, one that is lost is brought back.
function follow() {
  if (!playing) return;
  const at = context.currentTime - startedAt, picture = $("picture"), heard = at - latency();
  if (!picture.paused && !picture.seeking && heard < length - 0.1) {
    const off = picture.currentTime - heard;
    if (Math.abs(off) > LOST_S) picture.currentTime = Math.max(0, heard);
    else picture.playbackRate = Math.abs(off) > 0.005 ? Math.min(1.2, Math.max(0.8, 1 - 2 * off)) : 1;
  }
  account();
  $("position").value = Math.min(length, Math.max(0, at));
  if (at >= length) { stop(); from = 0; }
  tell();
  requestAnimationFrame(follow);
}

function choose(k) {
  if (k >= trial.sounds.length) return;
  account();
  chosen = k;
  gains.forEach((gain, n) => gain.gain.setTargetAtTime(n === k ? 1 : 0, context.currentTime, FADE_S));
  [0, 1].forEach((n) => $("sound" + n).setAttribute("aria-pressed", String(n === k)));
}

const isHeard = (k) => heardTo[k] >= length - 0.3;

function tell() {
  const left = trial.sounds.map((_, k) => k).filter((k) => !isHeard(k));
  const text = left.length ? "Not yet heard to the end: " +
    (trial.sounds.length > 1 ? left.map((k) => "Sound " + LETTERS[k]).join(", ") : "the sound") + "." : "All heard to the end.";
  if ($("heard").textContent !== text) $("heard").textContent = text;
  $("next").disabled = left.length > 0 || !$("questions").children.length || !$("questions").checkValidity();
}

async function answer(event) {
  event.preventDefault();
  if ($("next").disabled) return;
  try {
    for (const [question, value] of new FormData($("questions"))) {
      const body = JSON.stringify({ listener, trial: trial.number, question, chosen: Number(value), played: trial.sounds.every((_, k) => isHeard(k)) });
      const kept = await fetch("answer", { method: "POST", headers: { "X-Token": token }, body });
      if (!kept.ok) throw new Error("An answer was not taken. Is the study still being served?");
      done.add(trial.number + " " + question);
    }
    await next();
  } catch (error) { trouble(error); }
}

$("begin").addEventListener("click", begin);
$("test").addEventListener("click", testSound);
$("other").hidden = !listener;
for (const name of ["other", "another"]) $(name).addEventListener("click", somebodyElse);
$("play").addEventListener("click", () => (playing ? stop() : play()));
[0, 1].forEach((k) => $("sound" + k).addEventListener("click", () => choose(k)));
$("questions").addEventListener("change", tell);
$("questions").addEventListener("submit", answer);
document.addEventListener("keydown", (event) => {
  if (!trial || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "a") choose(0);
  else if (key === "b") choose(1);
  else if (key === "r") { stop(); from = 0; play(); }
  else if (key === "enter" && !$("next").disabled && !["BUTTON", "INPUT"].includes(event.target.tagName)) $("questions").requestSubmit();
  else if (key === " " && event.target.tagName !== "BUTTON" && event.target.tagName !== "INPUT") (playing ? stop() : play());
  else return;
  if (key === " ") event.preventDefault();
});

// The panel's two actions: a timeline goes out, its stems come back.
// @ts-check
"use strict";

const job = require("./job.js");
const { Tracks } = require("./tracks.js");

/**
 * @typedef {import("@adobe/premierepro").premierepro} Premiere
 * @typedef {import("@adobe/premierepro").Sequence} Sequence
 * @typedef {{ ppro: Premiere, fs: import("./job.js").Files, open: (url: string) => Promise<string>,
 *   version: string, pause: () => Promise<void>, say: (line: string) => void,
 *   show: (share: number, line: string) => void, stopped: () => boolean }} Host
 */

/** The selected clips of the video tracks. @param {Premiere} ppro @param {Sequence} sequence */
async function selectedClips(ppro, sequence) {
  const timebase = BigInt(await sequence.getTimebase());
  const clips = [];
  for (let index = 0; index < (await sequence.getVideoTrackCount()); index += 1) {
    const track = await sequence.getVideoTrack(index);
    for (const item of track.getTrackItems(ppro.Constants.TrackItemType.CLIP, false)) {
      if (!(await item.getIsSelected())) continue;
      const start = BigInt((await item.getStartTime()).ticks);
      clips.push({ track: index + 1, start_frame: Number(start / timebase), name: await item.getName() });
    }
  }
  return clips;
}

/** Wait for the job; null when it was stopped. @param {Host} host @param {string} folder */
async function waited(host, folder) {
  const slash = job.separator(folder);
  for (;;) {
    const result = await job.result(host.fs, folder);
    if (result) return result;
    if (host.stopped()) {
      await job.write(host.fs, `${folder}${slash}cancel`, "");
      return null;
    }
    const progress = await job.readJson(host.fs, `${folder}${slash}progress.json`);
    if (progress) host.show(progress.share, progress.message || progress.state);
    await host.pause();
  }
}

/** Score the sequence, or its selected clips, and lay what came of it. @param {Host} host @param {"timeline" | "clips"} action */
async function score(host, action) {
  const { ppro, fs, say } = host;
  const project = await ppro.Project.getActiveProject();
  const sequence = project && (await project.getActiveSequence());
  if (!sequence) return say("Open a sequence first.");
  const clips = action === "clips" ? await selectedClips(ppro, sequence) : [];
  if (action === "clips" && !clips.length) return say("Select clips in the timeline first.");
  const folder = await job.nextFolder(fs, project.path, sequence.name);
  const slash = job.separator(folder);
  await fs.mkdir(`file:${folder}`, { recursive: true });
  const exported = await ppro.ProjectConverter.exportAsOpenTimelineIO(sequence, `${folder}${slash}timeline.otio`, true);
  if (!exported) return say("Premiere did not export the sequence as OpenTimelineIO.");
  const asked = {
    job_version: 1,
    cut: "timeline.otio",
    host: { name: "premiere", version: host.version, project: project.name, timeline: sequence.name },
    ...(clips.length ? { clips } : {}),
  };
  await job.write(fs, `${folder}${slash}job.json`, JSON.stringify(asked, null, 2));
  const refused = await host.open(`foley-post://job?folder=${encodeURIComponent(folder)}`);
  if (refused) say(`Foley Post was not started (${refused}). Start it yourself: foley-post ui "${folder}"`);
  host.show(0, "Foley Post is open on it.");
  const result = await waited(host, folder);
  if (!result) return say("Stopped.");
  if (result.state === "failed" || result.state === "cancelled") return say(result.message || result.state);
  const tracks = new Tracks(ppro, fs, project, sequence, say);
  const { laid, problems } = await tracks.layAll(result, !clips.length);
  for (const shot of result.shots.filter((one) => one.problem)) {
    say(`Not scored: ${shot.id} ${shot.name}. ${shot.problem}`);
  }
  for (const problem of problems) say(`NOT LAID: ${problem}`);
  host.show(1, `${laid} of ${result.stems.length} stems lie at their exact place.`);
  return say(`${laid} of ${result.stems.length} stems lie at their exact place.`);
}

module.exports = { score, selectedClips };

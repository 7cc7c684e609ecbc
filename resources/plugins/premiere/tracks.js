// Stems laid on audio tracks of the sequence, each read back; what an earlier run laid goes first.
// @ts-check
"use strict";

const { folderOf, read, separator } = require("./job.js");

/**
 * @typedef {import("@adobe/premierepro").premierepro} Premiere
 * @typedef {import("@adobe/premierepro").Project} Project
 * @typedef {import("@adobe/premierepro").Sequence} Sequence
 * @typedef {import("@adobe/premierepro").AudioTrack} AudioTrack
 * @typedef {import("@adobe/premierepro").AudioClipTrackItem} AudioItem
 * @typedef {import("@adobe/premierepro").ProjectItem} ProjectItem
 * @typedef {import("@adobe/premierepro").FolderItem} FolderItem
 * @typedef {import("@adobe/premierepro").Action} Action
 * @typedef {import("./job.js").Stem} Stem
 * @typedef {import("./job.js").Result} Result
 * @typedef {import("./job.js").Files} Files
 */

const TICKS = 254016000000n;

/** Premiere's label colours, by number, nearest to those of the stems. @type {Record<string, number>} */
const LABELS = { Blue: 9, Orange: 7, Green: 12, Yellow: 15, Violet: 0, Tan: 14 };

/** Ticks of a frame, exact. @param {[number, number]} rate */
function frameTicks(rate) {
  return (TICKS * BigInt(rate[1])) / BigInt(rate[0]);
}

class Tracks {
  /** @param {Premiere} ppro @param {Files} fs @param {Project} project @param {Sequence} sequence @param {(line: string) => void} say */
  constructor(ppro, fs, project, sequence, say) {
    this.ppro = ppro;
    this.fs = fs;
    this.project = project;
    this.sequence = sequence;
    this.say = say;
  }

  /** Do something that can be undone; actions are made while the project is held. @param {string} name @param {() => Action[]} make */
  change(name, make) {
    let done = false;
    this.project.lockedAccess(() => {
      done = this.project.executeTransaction((compound) => {
        for (const action of make()) compound.addAction(action);
      }, `Foley Post: ${name}`);
    });
    if (!done) throw new Error(`Premiere did not ${name}`);
  }

  /** The bin of that name, made where it is not there. @param {string} name @returns {Promise<FolderItem>} */
  async bin(name) {
    const root = await this.project.getRootItem();
    const find = async () => (await root.getItems()).find((item) => item.name === name);
    let found = await find();
    if (!found) {
      this.change("make a bin", () => [root.createBinAction(name, false)]);
      found = await find();
    }
    if (!found) throw new Error("Premiere made no bin");
    return this.ppro.FolderItem.cast(found);
  }

  /** @param {FolderItem} bin @param {string} path @returns {Promise<ProjectItem | undefined>} */
  async inBin(bin, path) {
    for (const item of await bin.getItems()) {
      if ((await this.pathOf(item)) === path) return item;
    }
    return undefined;
  }

  /** @param {ProjectItem} item @returns {Promise<string>} */
  async pathOf(item) {
    try {
      return await this.ppro.ClipProjectItem.cast(item).getMediaFilePath();
    } catch {
      return ""; // a bin, or something without a file
    }
  }

  /** Whether a clip's file lies in a folder of results of Foley Post. @param {AudioItem} item */
  async isOurs(item) {
    const path = await this.pathOf(await item.getProjectItem());
    const home = folderOf(folderOf(path));
    const manifest = path && (await read(this.fs, `${home}${separator(path)}manifest.json`));
    return Boolean(manifest && manifest.includes('"foley_post"'));
  }

  /** @param {AudioTrack} track */
  items(track) {
    return track.getTrackItems(this.ppro.Constants.TrackItemType.CLIP, false);
  }

  /** @param {AudioItem} item @param {Stem[]} stems */
  async overlaps(item, stems) {
    const start = BigInt((await item.getStartTime()).ticks);
    const end = BigInt((await item.getEndTime()).ticks);
    return stems.some((stem) => {
      const first = BigInt(stem.start_ticks);
      return start < first + BigInt(stem.length_ticks) && first < end;
    });
  }

  /** Remove what a run before laid where stems go now; the tracks that hold nothing but ours, by name.
   * Premiere lets no panel remove a track: one that is empty now is used again.
   * @param {Result} result @param {boolean} whole @returns {Promise<Map<string, number>>} */
  async clear(result, whole) {
    const ours = new Map();
    const old = [];
    for (let index = 0; index < (await this.sequence.getAudioTrackCount()); index += 1) {
      const track = await this.sequence.getAudioTrack(index);
      const items = this.items(track);
      const mine = [];
      for (const item of items) if (await this.isOurs(item)) mine.push(item);
      if (mine.length && mine.length === items.length) ours.set(track.name, index);
      for (const item of mine) if (whole || (await this.overlaps(item, result.stems))) old.push(item);
    }
    this.remove(old);
    return ours;
  }

  /** @param {AudioItem[]} items */
  remove(items) {
    if (!items.length) return;
    const editor = this.ppro.SequenceEditor.getEditor(this.sequence);
    this.ppro.TrackItemSelection.createEmptySelection((selection) => {
      for (const item of items) selection.addItem(item, true);
      const audio = this.ppro.Constants.MediaType.AUDIO;
      this.change("replace its stems", () => [editor.createRemoveItemsAction(selection, false, audio, false)]);
    });
  }

  /** Lay one stem on the track of that number; empty, or what failed.
   * @param {FolderItem} bin @param {number} index @param {Stem} stem @returns {Promise<string>} */
  async lay(bin, index, stem) {
    const { ppro } = this;
    let item = await this.inBin(bin, stem.file);
    if (!item) {
      await this.project.importFiles([stem.file], true, /** @type {any} */ (bin), false);
      item = await this.inBin(bin, stem.file);
    }
    if (!item) return `was not laid: Premiere did not import ${stem.file}`;
    const media = ppro.ClipProjectItem.cast(item);
    /** @param {bigint} ticks */
    const time = (ticks) => ppro.TickTime.createWithTicks(String(ticks));
    const start = BigInt(stem.start_ticks);
    const from = BigInt(stem.source_ticks);
    const until = from + BigInt(stem.length_ticks);
    const editor = ppro.SequenceEditor.getEditor(this.sequence);
    const label = LABELS[stem.colour];
    this.change("set a stem's range", () => [
      media.createSetInOutPointsAction(time(from), time(until)),
      ...(label === undefined ? [] : [media.createSetColorLabelAction(label)]),
    ]);
    this.change("lay a stem", () => [
      editor.createOverwriteItemAction(/** @type {ProjectItem} */ (item), time(start), 0, index),
    ]);
    this.change("clear a stem's range", () => [media.createClearInOutPointsAction()]);
    return this.check(index, stem, start);
  }

  /** Read back where a stem lies. @param {number} index @param {Stem} stem @param {bigint} start */
  async check(index, stem, start) {
    if (index >= (await this.sequence.getAudioTrackCount())) return "got no track";
    for (const item of this.items(await this.sequence.getAudioTrack(index))) {
      if ((await this.pathOf(await item.getProjectItem())) !== stem.file) continue;
      const at = BigInt((await item.getStartTime()).ticks);
      const length = BigInt((await item.getDuration()).ticks);
      const inside = BigInt((await item.getInPoint()).ticks);
      if (at === start && length === BigInt(stem.length_ticks) && inside === BigInt(stem.source_ticks)) return "";
      return `lies ${at - start} ticks from its place, ${length - BigInt(stem.length_ticks)} longer, begins at another moment`;
    }
    return "is not where it was put";
  }

  /** Name a new track; Premiere before 26.3 lets no panel do that. @param {number} index @param {string} name */
  async name(index, name) {
    const track = await this.sequence.getAudioTrack(index);
    if (typeof track.createSetNameAction !== "function") return;
    this.change("name a track", () => [track.createSetNameAction(name)]);
  }

  /** Lay every stem; the number that lie where they should, and what failed in sentences.
   * @param {Result} result @param {boolean} whole */
  async layAll(result, whole) {
    const timebase = BigInt(await this.sequence.getTimebase());
    if (timebase !== frameTicks(result.rate)) {
      return { laid: 0, problems: ["The sequence runs at another rate than when it was scored."] };
    }
    const bin = await this.bin("Foley Post");
    const ours = await this.clear(result, whole);
    let laid = 0;
    const problems = [];
    for (const [name] of result.tracks) {
      const known = ours.get(name);
      const index = known ?? (await this.sequence.getAudioTrackCount()); // one past the last is a new one
      let named = known !== undefined;
      for (const stem of result.stems.filter((one) => one.track === name)) {
        const problem = await this.lay(bin, index, stem).catch((error) => `was not laid: ${error.message}`);
        if (problem) problems.push(`${stem.name} ${problem}.`);
        else laid += 1;
        if (!named && !problem) {
          await this.name(index, name);
          named = true;
        }
      }
    }
    return { laid, problems };
  }
}

module.exports = { Tracks, frameTicks };

// The job folder: written, watched, stopped. Files are read and written through UXP's `fs`.
// @ts-check
"use strict";

/**
 * @typedef {{ file: string, name: string, track: string, shot: string, colour: string, start_ticks: string,
 *   source_ticks: string, length_ticks: string, channels: number }} Stem
 * @typedef {{ id: string, name: string, problem: string }} ShotOutcome
 * @typedef {{ result_version?: number, state: string, message: string, rate: [number, number],
 *   tracks: [string, number][], stems: Stem[], shots: ShotOutcome[] }} Result
 * @typedef {{ track: number, start_frame: number, name: string }} ClipPlace
 * @typedef {{ readFile(path: string, options: { encoding: string }): Promise<string>,
 *   writeFile(path: string, text: string, options: { encoding: string }): Promise<unknown>,
 *   mkdir(path: string, options?: { recursive?: boolean }): Promise<unknown>,
 *   rename(from: string, to: string): Promise<unknown> }} Files
 */

/** @param {string} path */
const address = (path) => `file:${path}`;

/** @param {Files} fs @param {string} path @returns {Promise<string | null>} */
async function read(fs, path) {
  try {
    return await fs.readFile(address(path), { encoding: "utf-8" });
  } catch {
    return null;
  }
}

/** @param {Files} fs @param {string} path */
async function readJson(fs, path) {
  const text = await read(fs, path);
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Written beside and moved, so that nobody reads half of it. @param {Files} fs @param {string} path @param {string} text */
async function write(fs, path, text) {
  await fs.writeFile(address(`${path}.part`), text, { encoding: "utf-8" });
  await fs.rename(address(`${path}.part`), address(path));
}

/** A name that every system takes for a folder. @param {string} name */
function safe(name) {
  // eslint-disable-next-line no-control-regex
  const flat = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, "_").replace(/^[\s.]+|[\s.]+$/g, "");
  return flat.slice(0, 80) || "unnamed";
}

/** @param {string} path */
const separator = (path) => (path.includes("\\") ? "\\" : "/");

/** @param {string} path */
const folderOf = (path) => path.replace(/[/\\][^/\\]*$/, "");

/** The next numbered folder of a sequence, beside the project. @param {Files} fs @param {string} project @param {string} sequence */
async function nextFolder(fs, project, sequence) {
  const slash = separator(project);
  const home = [folderOf(project), "Foley Post", safe(sequence)].join(slash);
  for (let number = 1; ; number += 1) {
    const folder = home + slash + String(number).padStart(3, "0");
    if ((await read(fs, `${folder}${slash}job.json`)) === null) return folder;
  }
}

/** @param {Files} fs @param {string} folder @returns {Promise<Result | null>} */
async function result(fs, folder) {
  const found = await readJson(fs, `${folder}${separator(folder)}result.json`);
  if (found && (found.result_version || 1) > 1) {
    const message = "Foley Post is newer than this panel. Install the panel again.";
    return { state: "failed", message, rate: [1, 1], tracks: [], stems: [], shots: [] };
  }
  return found;
}

module.exports = { folderOf, nextFolder, read, readJson, result, safe, separator, write };

// Runs the panel's action under Node in the fake Premiere. Usage: node run_panel.js GIVEN STATE
"use strict";

const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { fakePremiere } = require("./fake_premiere.js");
const { score } = require("../../../resources/plugins/premiere/actions.js");

const given = JSON.parse(fs.readFileSync(process.argv[2], "utf-8"));
const plain = (address) => {
  if (!address.startsWith("file:")) throw new Error(`UXP wants an address, not ${address}`);
  return address.slice(5);
};
const uxpFiles = {
  readFile: async (name, options) => fs.promises.readFile(plain(name), options.encoding),
  writeFile: async (name, text, options) => fs.promises.writeFile(plain(name), text, options.encoding),
  mkdir: async (name, options) => fs.promises.mkdir(plain(name), options),
  rename: async (from, to) => fs.promises.rename(plain(from), plain(to)),
};
const { ppro, seen } = fakePremiere(given, {
  exists: async (name) => fs.existsSync(name),
  copy: async (from, to) => fs.promises.copyFile(from, to),
});
const said = [];
const shown = [];
let pauses = 0;
const host = {
  ppro,
  fs: uxpFiles,
  version: "26.3.0",
  open: async (url) => {
    said.push(url);
    if (!given.program) return "no program is registered for foley-post";
    const folder = decodeURIComponent(url.split("folder=")[1]);
    const [command, ...words] = given.program;
    spawn(command, [...words, folder], { stdio: "ignore" });
    return "";
  },
  pause: () => {
    pauses += 1;
    return new Promise((go) => setTimeout(go, 50));
  },
  stopped: () => given.stopAfter !== undefined && pauses >= given.stopAfter,
  say: (line) => said.push(line),
  show: (share, line) => shown.push([share, line]),
};
score(host, given.action)
  .then(() => fs.writeFileSync(process.argv[3], JSON.stringify({ ...seen(), said, shown })))
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });

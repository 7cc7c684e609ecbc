// The panel: two buttons, a line that says how far it is, and what came of it.
"use strict";

const { score } = require("./actions.js");

function start() {
  const part = (name) => document.getElementById(name);
  let stopped = false;
  const busy = (now) => {
    part("timeline").disabled = part("clips").disabled = now;
    part("stop").disabled = !now;
  };
  const host = {
    ppro: require("premierepro"),
    fs: require("fs"),
    version: require("uxp").host.version,
    open: async (url) => require("uxp").shell.openExternal(url),
    pause: () => new Promise((go) => setTimeout(go, 1000)),
    stopped: () => stopped,
    say: (line) => {
      const row = document.createElement("li");
      row.textContent = line;
      part("said").appendChild(row);
      part("line").textContent = line;
    },
    show: (share, line) => {
      part("progress").value = share;
      part("line").textContent = line;
    },
  };
  const run = async (action) => {
    stopped = false;
    part("said").textContent = "";
    busy(true);
    try {
      await score(host, action);
    } catch (error) {
      host.say(`The panel stopped: ${error.message}`);
    }
    busy(false);
  };
  part("timeline").addEventListener("click", () => run("timeline"));
  part("clips").addEventListener("click", () => run("clips"));
  part("stop").addEventListener("click", () => {
    stopped = true;
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();

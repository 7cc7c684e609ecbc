// What the panel finds in UXP, in a page: `require` with the fake host and files of its own.
// panel_page.py fills in the three values.
(() => {
  const given = %(given)s, result = %(result)s, texts = %(texts)s, files = {};
  const plain = (name) => name.replace(/^file:/, "");
  const fs = {
    readFile: async (name) => {
      const path = plain(name);
      if (path.endsWith("result.json") && files[path.replace("result.json", "job.json")]) return result;
      if (!(path in files)) throw new Error("no such file " + path);
      return files[path];
    },
    writeFile: async (name, text) => { files[plain(name)] = text; },
    mkdir: async () => {},
    rename: async (from, to) => { files[plain(to)] = files[plain(from)]; delete files[plain(from)]; },
  };
  const loaded = {};
  const load = (name, more) => {
    if (loaded[name]) return loaded[name];
    const module = { exports: {} };
    new Function("module", "require", texts[name])(module, more);
    return (loaded[name] = module.exports);
  };
  const { fakePremiere } = load("fake_premiere.js", null);
  const host = fakePremiere(given, { exists: async () => true, copy: async (from, to) => { files[to] = "otio"; } });
  window.opened = [];
  window.require = (name) => {
    if (name === "premierepro") return host.ppro;
    if (name === "fs") return fs;
    if (name === "uxp") return {
      host: { version: "26.3.0" },
      shell: { openExternal: async (url) => { window.opened.push(url); return ""; } },
    };
    return load(name.replace("./", ""), window.require);
  };
  window.seen = () => JSON.stringify({ ...host.seen(), opened: window.opened,
    line: document.getElementById("line").textContent,
    said: [...document.querySelectorAll("#said li")].map((row) => row.textContent),
    busy: document.getElementById("timeline").disabled, job: Object.keys(files) });
})();

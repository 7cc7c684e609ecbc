// A Premiere that refuses what Premiere refuses: a name it does not have, an action made while the
// project is not held, one that is done twice, a track too far, a file that is not there.
"use strict";

function strict(kind, methods) {
  return new Proxy(methods, {
    get(target, name) {
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      if (!(name in target)) {
        if (name === "createSetNameAction") return undefined; // asked for: before 26.3 it is not there
        throw new Error(`${kind} has no ${name}`);
      }
      return target[name];
    },
    set(_target, name) {
      throw new Error(`${kind}.${String(name)} cannot be set`);
    },
  });
}

function fakePremiere(given, files) {
  const state = { held: false, open: null, bins: [], tracks: [], undone: [], nextId: 1 };
  const ticks = (value) => {
    const text = String(value);
    if (!/^\d+$/.test(text)) throw new Error(`no ticks: ${text}`);
    return strict("TickTime", { ticks: text, seconds: Number(text) / 254016000000, ticksNumber: Number(text) });
  };
  const action = (run) => {
    if (!state.held) throw new Error("an action was made while the project was not held");
    return { run };
  };

  const media = new Map(); // project items by path
  const projectItem = (path) => {
    const own = { path, in: 0n, out: null, label: 0, id: state.nextId++ };
    const item = strict("ProjectItem", { name: path.split(/[/\\]/).pop(), type: 1, getId: () => String(own.id), own });
    return item;
  };
  const bin = (name) => {
    const items = [];
    const own = strict("FolderItem", {
      name, type: 2, bin: items,
      getItems: async () => [...items],
      createBinAction: (wanted, unique) => {
        if (unique !== false) throw new Error("a bin of another name was asked for");
        return action(() => items.push(bin(wanted)));
      },
    });
    return own;
  };
  const root = bin("root");

  const trackItem = (spec, track) => {
    const own = { selected: false, inPoint: 0n, ...spec };
    return strict("TrackItem", {
      own,
      getName: async () => own.name,
      getIsSelected: async () => own.selected,
      getStartTime: async () => ticks(own.start),
      getEndTime: async () => ticks(own.start + own.length),
      getDuration: async () => ticks(own.length),
      getInPoint: async () => ticks(own.inPoint),
      getTrackIndex: async () => track,
      getProjectItem: async () => own.item,
    });
  };
  const frame = BigInt(given.timebase);
  const makeTrack = (kind, name, items, index) => {
    const own = { name, items: items.map((one) => trackItem({
      ...one, start: BigInt(one.start) * frame, length: BigInt(one.length) * frame,
      item: projectItem(one.path || `/films/${one.name}`),
    }, index)) };
    const methods = {
      own,
      getTrackItems: (type, empty) => {
        if (type !== 1 || empty !== false) throw new Error("asked for other items than clips");
        return [...own.items];
      },
      getIndex: async () => index,
    };
    if (kind === "audio" && !given.before263) methods.createSetNameAction = (wanted) => action(() => { own.name = wanted; });
    Object.defineProperty(methods, "name", { get: () => own.name, enumerable: true });
    return strict(`${kind} track`, methods);
  };
  const video = given.video.map((track, index) => makeTrack("video", track.name, track.items, index));
  const audio = given.audio.map((track, index) => makeTrack("audio", track.name, track.items, index));

  const sequence = strict("Sequence", {
    name: given.sequence,
    getTimebase: async () => String(given.timebase),
    getVideoTrackCount: async () => video.length,
    getAudioTrackCount: async () => audio.length,
    getVideoTrack: async (index) => video[index],
    getAudioTrack: async (index) => {
      if (index >= audio.length) throw new Error(`there is no audio track ${index}`);
      return audio[index];
    },
  });
  const project = strict("Project", {
    name: "Film", path: given.project,
    getActiveSequence: async () => (given.noSequence ? null : sequence),
    getRootItem: async () => root,
    lockedAccess: (work) => {
      state.held = true;
      try { work(); } finally { state.held = false; }
    },
    executeTransaction: (work, name) => {
      if (!state.held) throw new Error("a transaction outside of lockedAccess");
      if (!name) throw new Error("a transaction without a name to undo");
      const actions = [];
      work(strict("CompoundAction", { addAction: (one) => { actions.push(one); return true; } }));
      for (const one of actions) one.run();
      state.undone.push(name);
      return true;
    },
    importFiles: async (paths, quiet, target, stills) => {
      if (quiet !== true || stills !== false) throw new Error("importing would ask the user");
      for (const path of paths) {
        if ((await files.exists(path)) === false) return false;
        media.set(path, projectItem(path));
        target.bin.push(media.get(path));
      }
      return true;
    },
  });
  const clipItem = (item) => {
    if ("bin" in item) throw new Error("a bin is no clip");
    return strict("ClipProjectItem", {
      getMediaFilePath: async () => item.own.path,
      createSetInOutPointsAction: (a, b) => action(() => { item.own.in = BigInt(a.ticks); item.own.out = BigInt(b.ticks); }),
      createClearInOutPointsAction: () => action(() => { item.own.in = 0n; item.own.out = null; }),
      createSetColorLabelAction: (label) => {
        if (!Number.isInteger(label) || label < 0 || label > 15) throw new Error(`no label ${label}`);
        return action(() => { item.own.label = label; });
      },
    });
  };
  const editor = strict("SequenceEditor", {
    createOverwriteItemAction: (item, time, videoIndex, audioIndex) => {
      if (audioIndex > audio.length) throw new Error("a track too far");
      if (videoIndex < 0) throw new Error("no such video track");
      return action(() => {
        const own = item.own;
        if (own.out === null) throw new Error("the whole file would be laid");
        if (audioIndex === audio.length) audio.push(makeTrack("audio", `Audio ${audio.length + 1}`, [], audio.length));
        const spec = { name: own.path, start: BigInt(time.ticks) + BigInt(given.shifts || 0), length: own.out - own.in, inPoint: own.in, item };
        audio[audioIndex].own.items.push(trackItem(spec, audioIndex));
      });
    },
    createRemoveItemsAction: (selection, ripple, type, shift) => {
      if (ripple !== false || shift !== false || type !== "audio") throw new Error("others would move");
      return action(() => {
        for (const track of audio) track.own.items = track.own.items.filter((one) => !selection.chosen.includes(one));
      });
    },
  });
  const ppro = strict("premierepro", {
    Constants: strict("Constants", {
      TrackItemType: strict("TrackItemType", { CLIP: 1 }), MediaType: strict("MediaType", { AUDIO: "audio" }),
    }),
    Project: strict("ProjectStatic", { getActiveProject: async () => project }),
    FolderItem: strict("FolderItemStatic", { cast: (item) => item }),
    ClipProjectItem: strict("ClipProjectItemStatic", { cast: clipItem }),
    SequenceEditor: strict("SequenceEditorStatic", { getEditor: () => editor }),
    TickTime: strict("TickTimeStatic", { createWithTicks: ticks }),
    TrackItemSelection: strict("TrackItemSelectionStatic", {
      createEmptySelection: (use) => {
        const chosen = [];
        use(strict("TrackItemSelection", { chosen, addItem: (item) => { chosen.push(item); return true; } }));
        return true;
      },
    }),
    ProjectConverter: strict("ProjectConverterStatic", {
      exportAsOpenTimelineIO: async (_sequence, path, quiet) => {
        if (quiet !== true) throw new Error("exporting would ask the user");
        if (given.noExport) return false;
        await files.copy(given.otio, path);
        return true;
      },
    }),
  });
  const seen = () => ({
    audio: audio.map((track) => ({
      name: track.own.name,
      items: track.own.items.map(({ own }) => ({
        start: String(own.start), length: String(own.length), inPoint: String(own.inPoint),
        path: own.item.own.path, label: own.item.own.label, cleared: own.item.own.out === null,
      })),
    })),
    bins: root.bin.map((one) => one.name),
    undo: state.undone,
  });
  return { ppro, seen };
}

module.exports = { fakePremiere };

// The two libraries: libwhisker at once, libwhisker_plugin when a session is opened first, since it brings Lua along.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { bind } from "./binding.js";
import { read } from "./declarations.js";
import { coreHeader, pluginHeader } from "./headers.js";

function load(path, declarations, structs) {
  try {
    return bind(path, declarations, structs);
  } catch (cause) {
    throw new Error(`${path} cannot be loaded; WHISKER_LIBRARY names libwhisker.so where it is not installed`, { cause });
  }
}

function sameMajor(library, prefix, version) {
  if (version >> 16 === library[`${prefix}_ABI_MAJOR`]) return library;
  throw new Error("the library that was loaded is of another version than the header beside this package");
}

const declarations = read(coreHeader());
const named = process.env.WHISKER_LIBRARY;
const loaded = load(named || "libwhisker.so", declarations);

/** libwhisker: its functions and constants by their names in C. */
export const core = sameMajor(loaded, "WHISKER", loaded.whisker_abi_version());

function pluginPath() {
  if (process.env.WHISKER_PLUGIN_LIBRARY) return process.env.WHISKER_PLUGIN_LIBRARY;
  const beside = named && join(dirname(named), "libwhisker_plugin.so");
  return beside && existsSync(beside) ? beside : "libwhisker_plugin.so";
}

let opened = null;

/** libwhisker_plugin: WHISKER_PLUGIN_LIBRARY, or beside libwhisker, or installed. */
export function plugin() {
  if (!opened) {
    const library = load(pluginPath(), read(pluginHeader()), declarations.structs);
    opened = sameMajor(library, "WHISKER_PLUGIN", library.whisker_plugin_abi_version());
  }
  return opened;
}

// Where the text of the public headers is: named by WHISKER_INCLUDE, carried by the package, in the source tree, installed.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CORE = "whisker_core_abi.h";
const PLUGIN = "whisker_plugin_abi.h";
const ROOM = { [CORE]: "core", [PLUGIN]: "plugin" };

export const HEADERS = [CORE, PLUGIN];

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));

export const inPackage = (name) => beside(`../include/${name}`);
export const inTree = (name) => beside(`../../../../${ROOM[name]}/${name}`);

function candidates(name) {
  const named = process.env.WHISKER_INCLUDE;
  const installed = ["/usr/local/include", "/usr/include"].map((folder) => join(folder, name));
  return named ? [join(named, name)] : [inTree(name), inPackage(name), ...installed];
}

function read(name) {
  const path = candidates(name).find(existsSync);
  if (!path) throw new Error(`${name} is nowhere to be found: set WHISKER_INCLUDE to the folder that holds it`);
  return readFileSync(path, "utf8");
}

export const coreHeader = () => read(CORE);
export const pluginHeader = () => read(PLUGIN);

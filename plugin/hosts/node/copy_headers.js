// Puts the two public headers into the package: its declarations are their text, and nothing is declared twice.

import { copyFileSync, existsSync, mkdirSync } from "node:fs";

import { HEADERS, inPackage, inTree } from "./lib/headers.js";

mkdirSync(inPackage("."), { recursive: true });
for (const name of HEADERS) {
  if (existsSync(inTree(name))) copyFileSync(inTree(name), inPackage(name));
}

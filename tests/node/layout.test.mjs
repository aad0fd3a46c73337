// Structs as koffi lays them out against the C compiler: what the reader of the headers misses shows in a size.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import koffi from "koffi";

import { bind } from "./node_modules/whisker/lib/binding.js";
import { read } from "./node_modules/whisker/lib/declarations.js";

const tree = process.env.WHISKER_HEADERS;
const declared = {
  core: read(readFileSync(`${tree}/core/whisker_core_abi.h`, "utf8")),
  plugin: read(readFileSync(`${tree}/plugin/whisker_plugin_abi.h`, "utf8")),
};
const libraries = {
  core: bind(process.env.WHISKER_LIBRARY, declared.core),
  plugin: bind(process.env.WHISKER_PLUGIN_LIBRARY, declared.plugin, declared.core.structs),
};

function measured(structs) {
  const lines = [...structs].flatMap(([name, fields]) => [
    `printf("${name} %zu\\n", sizeof(${name}));`,
    ...fields.map((field) => `printf("${name}.${field.name} %zu\\n", offsetof(${name}, ${field.name}));`),
  ]);
  const includes = "#include <stddef.h>\n#include <stdio.h>\n#include <whisker_plugin.h>\n";
  writeFileSync("layout.c", `${includes}int main(void) { ${lines.join("\n")} return 0; }\n`);
  execFileSync("gcc", ["-std=c11", `-I${tree}/core`, `-I${tree}/plugin`, "layout.c", "-o", "layout"]);
  return execFileSync("./layout", { encoding: "utf8" });
}

function seen(structs) {
  return [...structs].flatMap(([name, fields]) => [
    `${name} ${koffi.sizeof(name)}\n`,
    ...fields.map((field) => `${name}.${field.name} ${koffi.offsetof(name, field.name)}\n`),
  ]).join("");
}

for (const room of ["core", "plugin"]) {
  test(`structs of ${room} lie as C lays them`, () => {
    assert.ok(declared[room].structs.size > 2);
    assert.equal(seen(declared[room].structs), measured(declared[room].structs));
  });
  test(`no struct, enum or function of ${room} is passed over`, () => {
    const text = readFileSync(`${tree}/${room}/whisker_${room}_abi.h`, "utf8").replace(/\/\*.*?\*\//gs, "");
    assert.equal(declared[room].structs.size, text.match(/typedef struct \w+ \{/g).length);
    const declarations = text.match(/^(?!typedef)[a-z][^={}]*?\bwhisker_\w+\([^{}]*?\);/gm);
    assert.equal(declared[room].functions.size, declarations.length);
    for (const name of declared[room].functions.keys()) assert.equal(typeof libraries[room][name], "function");
  });
}

test("a form that the reader does not know is an error", () => {
  for (const text of ["int x;", "typedef struct a { int b : 3; } a;", "int f(int (*g)(void));", "enum { A };", "int f(void)"]) {
    assert.throws(() => read(text), /no known form|after the last/);
  }
});

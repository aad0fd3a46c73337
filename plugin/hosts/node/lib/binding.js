// A shared object as an object of functions, by what its header declares.
//
// Const pointers go in as plain objects, typed arrays and texts; structs that are not const go in and come back, so that
// their `size` is seen; other pointers come back in an array of one. A handle is an opaque pointer.

import koffi from "koffi";

const known = new Set();

function typeName(type, stars) {
  return type === "char" && stars === 1 ? "const char *" : type + " *".repeat(stars);
}

function declareStruct(name, fields) {
  const members = fields.map(({ name: field, type, stars, count }) => {
    const single = typeName(type, stars);
    return [field, count ? koffi.array(single, count) : single];
  });
  koffi.struct(name, Object.fromEntries(members));
}

function declareTypes({ enums, opaque, structs }) {
  const declare = (name, make) => {
    if (!known.has(name)) make();
    known.add(name);
  };
  for (const name of enums) declare(name, () => koffi.alias(name, "int32_t"));
  for (const name of opaque) declare(name, () => koffi.opaque(name));
  for (const [name, fields] of structs) declare(name, () => declareStruct(name, fields));
}

function parameterType({ constant, type, stars }, structs) {
  const pointer = koffi.type(typeName(type, stars));
  if (constant && stars < 2) return pointer;
  if (stars === 2) return koffi.out(pointer);
  if (stars === 1 && structs.has(type)) return koffi.inout(pointer);
  return stars === 1 && /^(double|size_t|u?int\d+_t)$/.test(type) ? koffi.out(pointer) : pointer;
}

/**
 * Declare what a header says and open the shared object; a function is bound when it is called first.
 * @param {string} path of the shared object
 * @param {object} declarations as declarations.js reads them
 * @param {Map} [structs] of headers that this one builds on
 */
export function bind(path, declarations, structs = new Map()) {
  declareTypes(declarations);
  const shared = koffi.load(path);
  const open = new Map([...structs, ...declarations.structs]);
  const library = Object.fromEntries(declarations.constants);
  for (const [name, { result, parameters }] of declarations.functions) {
    let bound = null;
    library[name] = (...given) => {
      bound ??= shared.func(name, typeName(result.type, result.stars), parameters.map((one) => parameterType(one, open)));
      return bound(...given);
    };
  }
  return library;
}

/** A struct of the caller's: its size, and what is given; the rest is zero. */
export function struct(type, fields = {}) {
  return { ...empty(type), size: koffi.sizeof(type), ...fields };
}

function empty(type) {
  const members = Object.entries(koffi.type(type).members);
  return Object.fromEntries(members.map(([name, { type: member }]) => [name, zero(member)]));
}

function zero(member) {
  if (member.primitive === "Record") return struct(member.name);
  if (member.primitive === "Array") return /char/.test(member.ref.name) ? "" : new Array(member.length).fill(0);
  return /Pointer|String/.test(member.primitive) ? null : 0;
}

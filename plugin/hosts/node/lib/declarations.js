// What a public header declares, read from its text.
//
// The reader knows the few forms that the headers allow themselves and throws at any other, so nothing is passed over.

const COMMENT = /\/\*.*?\*\/|\/\/[^\n]*/gs;
const ENUM = /^(?:typedef )?enum(?: \w+)? \{([^{}]*)\}(?: (\w+))?$/;
const OPAQUE = /^typedef struct (\w+) \w+$/;
const CALLBACK = /^typedef (?:const )?\w+ \**(\w+)\([^{}()]*\)$/; // its pointers can only be null, as those of an opaque
const STRUCT = /^typedef struct (\w+) \{ (.*) \} \w+$/;
const FUNCTION = /^((?:const )?\w+) (\**)(\w+)\(([^{}()]*)\)$/;
const POINTER_TO_FUNCTION = /^\w+ \**\(\*(\w+)\)\(.*\)$/;
const FIELD = /^((?:const )?\w+) (.*)$/;
const DECLARATOR = /^((?:\*|const )*)(\w+)(?:\[(\d+)\])?$/;
const PARAMETER = /^(const )?(\w+) ((?:\*|const |\* )*)(\w+)$/;

/** Top-level declarations, each on one line without its semicolon. */
function statements(header) {
  const text = header.replace(COMMENT, " ").split(/\s+/).join(" ");
  const found = [];
  let depth = 0, start = 0;
  for (let position = 0; position < text.length; position += 1) {
    if (text[position] === "{") depth += 1;
    if (text[position] === "}") depth -= 1;
    if (text[position] === ";" && depth === 0) {
      found.push(text.slice(start, position).trim());
      start = position + 1;
    }
  }
  if (text.slice(start).trim()) throw new Error(`text after the last declaration: ${text.slice(start)}`);
  return found;
}

function readConstants(body) {
  return body.split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
    const match = /^(\w+) = (-?\d+)$/.exec(part);
    if (!match) throw new Error(`no known form of a constant: ${part}`);
    return [match[1], Number(match[2])];
  });
}

/** The fields of "double lower, upper": { name, type, stars, count }; a count is an array's. */
function readFields(declaration) {
  const pointer = POINTER_TO_FUNCTION.exec(declaration);
  if (pointer) return [{ name: pointer[1], type: "void", stars: 1 }];
  const match = FIELD.exec(declaration);
  if (!match) throw new Error(`no known form of a field: ${declaration}`);
  return match[2].split(",").map((declarator) => {
    const part = DECLARATOR.exec(declarator.trim());
    if (!part) throw new Error(`no known form of a field: ${declaration}`);
    const stars = part[1].replace(/[^*]/g, "").length;
    return { name: part[2], type: match[1].replace("const ", ""), stars, count: part[3] && Number(part[3]) };
  });
}

/** A parameter is in when what it points at is const, and comes back otherwise. */
function readParameter(text) {
  const match = PARAMETER.exec(text);
  if (!match) throw new Error(`no known form of a parameter: ${text}`);
  return { constant: Boolean(match[1]), type: match[2], stars: match[3].replace(/[^*]/g, "").length, name: match[4] };
}

function readParameters(text) {
  const parts = text.split(",").map((part) => part.trim());
  return parts.length === 1 && parts[0] === "void" ? [] : parts.map(readParameter);
}

/**
 * @param {string} header text of a header
 * @returns {{constants: Map, enums: string[], opaque: string[], structs: Map, functions: Map}} in order of declaration
 */
export function read(header) {
  const found = { constants: new Map(), enums: [], opaque: [], structs: new Map(), functions: new Map() };
  for (const statement of statements(header)) {
    let match;
    if ((match = ENUM.exec(statement))) {
      for (const [name, number] of readConstants(match[1])) found.constants.set(name, number);
      if (match[2]) found.enums.push(match[2]);
    } else if ((match = OPAQUE.exec(statement) || CALLBACK.exec(statement))) {
      found.opaque.push(match[1]);
    } else if ((match = STRUCT.exec(statement))) {
      found.structs.set(match[1], match[2].split(";").map((part) => part.trim()).filter(Boolean).flatMap(readFields));
    } else if ((match = FUNCTION.exec(statement))) {
      const result = { type: match[1].replace("const ", ""), stars: match[2].length };
      found.functions.set(match[3], { result, parameters: readParameters(match[4]) });
    } else {
      throw new Error(`no known form of a declaration: ${statement}`);
    }
  }
  return found;
}

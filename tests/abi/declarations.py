"""What a public header declares, read from its text, so that no test retypes a declaration.

declarations.py HEADER INCLUDED FOLDER   of whisker_core_abi.h, which C includes as whisker.h; writes into FOLDER
  declarations.txt  a line each: "function NAME", "struct NAME", "field STRUCT NAME TYPE [COUNT]"
  layout.c          a program that prints the layout of every open struct

The reader knows the few forms that the header allows itself and stops at any other, so nothing is passed over.
"""

import pathlib
import re
import sys

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
ENUM = re.compile(r"(?:typedef )?enum(?: \w+)? \{[^{}]*\}(?: \w+)?$")
OPAQUE = re.compile(r"typedef struct (\w+) (\w+)$")
CALLBACK = re.compile(r"typedef (?:const )?\w+ \**(\w+)\([^{}()]*\)$")
STRUCT = re.compile(r"typedef struct (\w+) \{ (.*) \} (\w+)$")
FUNCTION = re.compile(r"(?:const )?\w+ \**(\w+)\([^{}()]*\)$")
POINTER_TO_FUNCTION = re.compile(r"\w+ \**\(\*(\w+)\)\(.*\)$")
FIELD = re.compile(r"((?:const )?\w+) (.*)$")
DECLARATOR = re.compile(r"(\**)(\w+)(?:\[(\d+)\])?$")


def statements(text):
    """Top-level declarations, each on one line without its semicolon."""
    text = " ".join(COMMENT.sub(" ", text).split())
    depth, start = 0, 0
    for position, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if character == ";" and depth == 0:
            yield text[start:position].strip()
            start = position + 1
    if text[start:].strip():
        raise SystemExit(f"text after the last declaration: {text[start:]}")


def read_field(declaration):
    """(name, type, count) of each declarator in "double lower, upper"; count None when it is no array."""
    if match := POINTER_TO_FUNCTION.match(declaration):
        return [(match[1], "pointer", None)]
    match = FIELD.match(declaration)
    if not match:
        raise SystemExit(f"no known form of a field: {declaration}")
    fields = []
    for declarator in match[2].replace("*const *", "**").split(","):
        part = DECLARATOR.match(declarator.strip())
        if not part:
            raise SystemExit(f"no known form of a field: {declaration}")
        fields.append((part[2], "pointer" if part[1] else match[1], part[3]))
    return fields


def read(text):
    """(functions, structs): names, and {struct: [(field, type, count)]}, in order."""
    functions, structs = [], {}
    for statement in statements(text):
        if match := STRUCT.match(statement):
            parts = [part.strip() for part in match[2].split(";") if part.strip()]
            structs[match[1]] = [field for part in parts for field in read_field(part)]
        elif match := FUNCTION.match(statement):
            functions.append(match[1])
        elif not any(form.match(statement) for form in (ENUM, OPAQUE, CALLBACK)):
            raise SystemExit(f"no known form of a declaration: {statement}")
    return functions, structs


def listing(functions, structs):
    for function in functions:
        yield f"function {function}"
    for struct, fields in structs.items():
        yield f"struct {struct}"
        for name, kind, count in fields:
            yield f"field {struct} {name} {kind}" + (f" {count}" if count else "")


def layout_program(structs, included):
    yield f'#include "{included}"'
    yield "#include <stdio.h>"
    yield "int main(void)"
    yield "{"
    for struct, fields in structs.items():
        yield f'    printf("{struct} %zu\\n", sizeof({struct}));'
        for name, _, _ in fields:
            yield f'    printf("  {name} %zu\\n", offsetof({struct}, {name}));'
    yield "    return 0;"
    yield "}"


def main(header, included, folder):
    functions, structs = read(pathlib.Path(header).read_text())
    for name, lines in (("declarations.txt", listing(functions, structs)), ("layout.c", layout_program(structs, included))):
        (pathlib.Path(folder) / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

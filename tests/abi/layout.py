"""layout.py DECLARATIONS [EARLIER...]: the layout of every open struct as Python's ctypes sees it, in the format of
layout.txt. Structs of earlier headers may be members, and are not printed."""

import ctypes
import sys

SCALARS = {
    "char": ctypes.c_char,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t,
    "double": ctypes.c_double,
    "pointer": ctypes.c_void_p,
}


def ctypes_structs(lines, earlier):
    """{name: Structure}, from the lines of declarations.txt; earlier: those that are known already."""
    fields_of = {}
    for words in map(str.split, lines):
        if words[0] == "struct":
            fields_of[words[1]] = []
        elif words[0] == "field":
            fields_of[words[1]].append(words[2:])
    structs = {}
    for struct, fields in fields_of.items():
        known = {**SCALARS, **earlier, **structs}
        members = [(name, known[kind] * int(count[0]) if count else known[kind]) for name, kind, *count in fields]
        structs[struct] = type(struct, (ctypes.Structure,), {"_fields_": members})
    return structs


def main(declarations, *earlier):
    known = {}
    for path in earlier:
        with open(path) as lines:
            known.update(ctypes_structs(lines, known))
    with open(declarations) as lines:
        structs = ctypes_structs(lines, known)
    for name, struct in structs.items():
        print(name, ctypes.sizeof(struct))
        for field, _ in struct._fields_:
            print(" ", field, getattr(struct, field).offset)


if __name__ == "__main__":
    main(*sys.argv[1:])

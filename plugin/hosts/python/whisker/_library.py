"""libwhisker, as this package carries it, with the declarations of its own header: nothing is declared twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cffi

FOLDER = Path(__file__).parent / "lib"

if not FOLDER.is_dir():
    raise ImportError("this is the source of the package, without its libraries: pip install plugin/hosts/python")

ffi = cffi.FFI()


def load(library: str, header: str) -> Any:
    """Declare what a header says and open the shared object. cffi releases the GIL in every call."""
    ffi.cdef((FOLDER / header).read_text(encoding="utf-8"))
    return ffi.dlopen(str(FOLDER / library))


def text(pointer: Any) -> str | None:
    """A C string as a Python one; NULL as None."""
    return None if pointer == ffi.NULL else ffi.string(pointer).decode("utf-8", "replace")


core = load("libwhisker.so", "whisker_core_abi.h")

if core.whisker_abi_version() >> 16 != core.WHISKER_ABI_MAJOR:
    raise ImportError("the libwhisker.so beside this package is of another version than its header")


def version() -> str:
    """The release of libwhisker, such as "0.1.0"."""
    return text(core.whisker_version()) or ""

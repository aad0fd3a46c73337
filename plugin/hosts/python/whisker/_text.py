"""Texts on their way into C: kept where they stand when they pass once, remembered when they come again."""

from __future__ import annotations

from typing import Any

from whisker._library import ffi

MOST_REMEMBERED = 1 << 16
CHARACTERS = ffi.typeof("char[]")
POINTERS = ffi.typeof("char *[]")


def passing(text: str, what: str) -> Any:
    """A C string over the bytes of a text; lives as long as it is held."""
    if "\0" in text:
        raise ValueError(f"{what} holds a NUL character: {text!r}")
    return ffi.from_buffer(CHARACTERS, text.encode("utf-8", "replace"))  # a bytes object ends in NUL


class Absent(Exception):
    """A label that is missing: None, NaN or NA."""


def is_absent(label: Any) -> bool:
    """Is this what Python's libraries write where there is no label?"""
    return label is None or type(label).__name__ == "NAType" or label != label


class Remembered(dict):
    """Texts that come again and again, such as names of keys and clusters: looked up, made when new.

    Numbers are taken as texts; labels that Python holds equal are one.
    """

    def __missing__(self, text: str | int | float) -> Any:
        if is_absent(text):
            raise Absent
        pointer = passing(str(text), "a name or label")
        if len(self) < MOST_REMEMBERED:
            self[text] = pointer
        return pointer


class RememberedNames(dict):
    """Names of keys as C arrays, by the tuple of the names."""

    def __missing__(self, names: tuple[str, ...]) -> tuple[Any, list[Any]]:
        texts = [passing(name, "a key's name") for name in names]
        made = (ffi.new(POINTERS, texts), texts)
        if len(self) < MOST_REMEMBERED:
            self[names] = made
        return made

"""Names of methods and notes, as configs and reports use them, and their numbers in C."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whisker._library import core, text

LARGEST_NUMBER = 64
NOTE_BITS = 32


def numbered(name_of: Callable[[int], Any]) -> dict[str, int]:
    """All names that a C function knows, with their numbers."""
    names = ((text(name_of(number)), number) for number in range(LARGEST_NUMBER))
    return {name: number for name, number in names if name is not None}


VARIANCES = numbered(core.whisker_variance_name)
INTERVALS = numbered(core.whisker_interval_name)
ADJUSTMENTS = numbered(core.whisker_adjustment_name)
PAIRINGS = {"paired": core.WHISKER_PAIRED, "unpaired": core.WHISKER_UNPAIRED}


def number_of(what: str, name: str | None, numbers: dict[str, int]) -> int:
    """The number of a method's name; 0, the default, for None."""
    if name is None:
        return 0
    if not isinstance(name, str):
        raise TypeError(f"{what} must be a name, not {type(name).__name__}")
    if name not in numbers:
        raise ValueError(f"no {what} is called {name!r}; there are: {', '.join(numbers)}")
    return numbers[name]


def name_of(number: int, numbers: dict[str, int]) -> str | None:
    """The name of a method's number."""
    return next((name for name, known in numbers.items() if known == number), None)


_NOTES = [(1 << bit, text(core.whisker_note_name(1 << bit))) for bit in range(NOTE_BITS)]


def notes_of(bits: int) -> tuple[str, ...]:
    """Names of the notes whose bits are set, in order of their bits."""
    return tuple(name for bit, name in _NOTES if name is not None and bits & bit)


def explain(note: str) -> str:
    """What a note means, in one sentence: ``whisker.explain("few_clusters")``."""
    for bit, name in _NOTES:
        if name == note:
            return text(core.whisker_note_text(bit)) or note
    raise ValueError(f"no note is called {note!r}")

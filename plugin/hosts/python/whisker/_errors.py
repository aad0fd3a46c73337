"""Statuses of libwhisker as exceptions, chosen by blame: misuse is ValueError, what the data do is DataError."""

from __future__ import annotations

from typing import Any

from whisker._library import core, ffi, text


class DataError(Exception):
    """The data do not allow what was asked: no scored item, scores that are not 0 or 1, a file that cannot be read.

    ``message`` is one sentence for people, ``code`` the status in words ("no data", "malformed").
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        return DataError, (self.message, self.code)


def new_error() -> Any:
    """Room for what a call has to say when it fails."""
    return ffi.new("whisker_error *")


def code_of(status: int) -> str:
    """A status in words."""
    return text(core.whisker_status_text(status)) or "unknown status"


def check(status: int, error: Any) -> None:
    """Raise what a status means; nothing for success."""
    if status == core.WHISKER_OK:
        return
    code = code_of(status)
    message = text(error.text) or code
    if error.line:
        message = f"line {error.line}: {message}"
    if status in (core.WHISKER_BAD_ARGUMENT, core.WHISKER_BAD_OPTION):
        raise ValueError(message)
    if status == core.WHISKER_NO_MEMORY:
        raise MemoryError(message)
    raise DataError(message, code)

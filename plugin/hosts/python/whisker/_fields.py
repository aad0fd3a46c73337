"""Fields of a document or of metadata: values by path, and all that could be a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_TEXT = 128
KEPT_OF_LONGER = 80
SCALARS = (str, int, float, bool)


def value_at(document: Any, path: str) -> Any:
    """The value at a path such as "passage_id", "doc.passage_id" or "meta.source"; None when there is none."""
    for steps in (path.split("."), path.removeprefix("doc.").split(".")):
        value = document
        for step in steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None:
            return value if isinstance(value, SCALARS) else str(value)
    return None


def scalars(document: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Every scalar below a mapping by its path, as text; long texts by their beginning and a hash."""
    if not isinstance(document, Mapping):
        return
    for name, value in document.items():
        path = f"{prefix}.{name}" if prefix else str(name)
        if isinstance(value, Mapping):
            yield from scalars(value, path)
        elif isinstance(value, SCALARS) and value == value:
            yield path, shortened(_as_json_writes_it(value))


def _as_json_writes_it(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def shortened(text: str) -> str:
    """Equal texts stay equal, and a long passage costs no more than its hash."""
    if len(text) <= LONGEST_TEXT:
        return text
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{text[:KEPT_OF_LONGER]}... [{digest}, {len(text)} characters]"

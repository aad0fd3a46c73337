"""The expected values of $WHISKER_SHARED/reference: families of cases, each key with its tolerance."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest


def folder() -> Path:
    """$WHISKER_SHARED/reference; the test is skipped, visibly, where that is absent."""
    path = Path(os.environ.get("WHISKER_SHARED", "absent")) / "reference"
    if not path.is_dir():
        pytest.skip("WHISKER_SHARED does not name the reference values")
    return path


class Family:
    """A family of cases."""

    def __init__(self, name: str) -> None:
        self.content = json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))
        self.compared = 0

    def cases(self) -> list[dict[str, Any]]:
        return self.content["cases"]

    def check(self, case: dict[str, Any], key: str, got: Any) -> None:
        """Compare with the case's expected value, if it has one under that key; None is the answer to null."""
        if key in case["expected"]:
            tolerance = {**self.content["tolerance"].get(key, {}), **case.get("tol", {}).get(key, {})}
            self.compare(f"{case['id']}.{key}", got, case["expected"][key], tolerance)

    def compare(self, where: str, got: Any, expected: Any, tolerance: dict[str, float]) -> None:
        if isinstance(expected, list):
            assert len(got) == len(expected), where
            for number, (one, other) in enumerate(zip(got, expected)):
                self.compare(f"{where}[{number}]", one, other, tolerance)
            return
        self.compared += 1
        if expected is None:
            assert got is None, f"{where} is {got}, and undefined is expected"
            return
        expected = float(expected)
        assert got is not None, f"{where} is undefined, and {expected} is expected"
        if math.isinf(expected):
            assert got == expected, where
            return
        allowed = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(expected)
        assert abs(got - expected) <= allowed, f"{where} is {got!r}, expected {expected!r}"

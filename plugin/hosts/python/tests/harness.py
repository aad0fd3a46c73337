"""Real harness processes on the tasks of examples/logs, each in a scratch folder, without a network."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
TASKS = ROOT / "examples" / "logs" / "tasks"


def need(module: str) -> None:
    """Skip, visibly, where a harness is not installed."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")


def prepare(folder: Path) -> Path:
    """A scratch folder with the example tasks in it, and caches of its own."""
    shutil.copytree(TASKS, folder / "tasks", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(folder: Path, *words: str, status: int | None = 0, **variables: str) -> str:
    """Run a Python program in the scratch folder: its output, stderr included."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INSPECT_", "WHISKER_"))}
    environment |= {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "HF_HOME": str(folder / "hf"),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "100",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    assert status is None or done.returncode == status, (
        f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}"
    )
    return done.stdout


def results_of(folder: Path) -> dict[str, Any]:
    """The newest results file that lm-eval wrote below a folder."""
    return json.loads(max(folder.rglob("results_*.json"), key=lambda path: path.stat().st_mtime_ns).read_text())


def samples_of(folder: Path, task: str) -> list[dict[str, Any]]:
    """The samples that lm-eval logged of a task."""
    newest = max(folder.rglob(f"samples_{task}_*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    return [json.loads(line) for line in newest.read_text().splitlines()]

"""Hatchling's build hook: build the shared objects with Meson and put them, and their headers, into the wheel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROJECT = Path(__file__).resolve().parents[3]
# The libraries by their name in Meson, with the header that declares each.
HEADERS = {
    "whisker": PROJECT / "core" / "whisker_core_abi.h",
    "whisker_plugin": PROJECT / "plugin" / "whisker_plugin_abi.h",
}


def run(*command: str | Path) -> str:
    """Run a program of the system's. The build environment's own Python path would confuse Meson."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([str(word) for word in command], env=environment, text=True, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> dict[str, Path]:
    """Build the shared objects in a Meson folder, which is made when it is not one. {library: its file}."""
    if not (folder / "build.ninja").exists():
        run("meson", "setup", folder, PROJECT)
    libraries = {
        target["name"]: Path(target["filename"][0])
        for target in json.loads(run("meson", "introspect", "--targets", folder))
        if target["type"] == "shared library" and target["name"] in HEADERS
    }
    run("meson", "compile", "-C", folder, *(f"{name}:shared_library" for name in libraries))
    return libraries


class Libraries(BuildHookInterface):
    """Builds in $WHISKER_BUILD when that is set, and else from the beginning in a folder of its own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        self.scratch = tempfile.mkdtemp(prefix="whisker-build-")
        files = build(Path(os.environ.get("WHISKER_BUILD") or self.scratch))
        for name, file in files.items():
            build_data["force_include"][str(file)] = f"whisker/lib/lib{name}.so"
            build_data["force_include"][str(HEADERS[name])] = f"whisker/lib/{HEADERS[name].name}"
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self.target_name == "wheel":
            shutil.rmtree(self.scratch, ignore_errors=True)

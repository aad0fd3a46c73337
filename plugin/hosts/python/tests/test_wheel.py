"""The wheel that pip builds from the tree, from the beginning: what it carries and what it says of itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from harness import ROOT, need

import whisker

PACKAGE = ROOT / "plugin" / "hosts" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    need("hatchling")
    if shutil.which("meson") is None:
        pytest.skip("Meson is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    before = sorted(PACKAGE.rglob("*"))
    environment = {name: value for name, value in os.environ.items() if name != "WHISKER_BUILD"}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            folder,
            PACKAGE,
        ],
        check=True,
        env=environment,
    )
    assert sorted(PACKAGE.rglob("*")) == before, "a build leaves nothing in the tree"
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_libraries_and_the_text_of_their_headers(wheel):
    names = set(wheel.namelist())
    assert {"whisker/lib/libwhisker.so", "whisker/lib/libwhisker_plugin.so"} <= names
    for header in ("core/whisker_core_abi.h", "plugin/whisker_plugin_abi.h"):
        assert wheel.read(f"whisker/lib/{header.split('/')[1]}") == (ROOT / header).read_bytes()
    assert not any(name.startswith(("tests/", "whisker/tests")) or "__pycache__" in name for name in names)


def test_what_it_says_of_itself(wheel):
    (folder,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    entry_points = wheel.read(f"{folder}/entry_points.txt").decode()
    assert "[inspect_ai]\nwhisker = whisker.inspect" in entry_points
    assert "whisker-lm-eval = whisker.lm_eval.command:main" in entry_points
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert f"Version: {whisker.__version__}\n" in metadata and "Requires-Dist: cffi" in metadata
    assert "Root-Is-Purelib: false" in wheel.read(f"{folder}/WHEEL").decode()
    assert "py3-none-linux" in wheel.filename

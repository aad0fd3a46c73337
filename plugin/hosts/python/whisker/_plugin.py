"""libwhisker_plugin, loaded when a session is opened first: it brings Lua along, which arrays do not need."""

from __future__ import annotations

import functools
from typing import Any

from whisker._library import FOLDER, load


@functools.cache
def plugin() -> Any:
    """The library. libwhisker, which it stands on, is loaded already, and the loader finds it by its name."""
    if not (FOLDER / "libwhisker_plugin.so").exists():
        raise ImportError("this build of whisker carries no libwhisker_plugin.so")
    library = load("libwhisker_plugin.so", "whisker_plugin_abi.h")
    if library.whisker_plugin_abi_version() >> 16 != library.WHISKER_PLUGIN_ABI_MAJOR:
        raise ImportError("the libwhisker_plugin.so beside this package is of another version than its header")
    return library

#!/usr/bin/env python3
"""readme.py README LIBRARY HEADER [LIBRARY HEADER]: the examples of a README compile without a warning and print what
stands below them. They are given the libraries and the folders of their headers.

An example is a block of c, lua (for LuaJIT) or python, followed by a block of text, its output. With WHISKER_ACCEPT the
output is written anew.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLE = re.compile(r"^```(c|lua|python)\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def command_of(language, path, libraries, headers):
    """The command that runs an example, which for C is compiled first; None where its interpreter is not there."""
    if language == "python":
        return [sys.executable, path]
    if language == "lua":
        return ["luajit", path] if shutil.which("luajit") else None
    program = path.with_suffix("")
    includes = [f"-I{header.parent}" for header in headers]
    paths = [f"-Wl,-rpath,{library.parent}" for library in libraries]
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, *WARNINGS, path, "-o", program, *includes, *libraries, *paths], check=True)
    return [program]


def output_of(language, code, folder, libraries, headers):
    """What an example prints; None where it cannot run."""
    path = folder / f"example.{language}"
    path.write_text(code, encoding="utf-8")
    command = command_of(language, path, libraries, headers)
    if command is None:
        return None
    environment = os.environ | {"LD_LIBRARY_PATH": str(libraries[0].parent), "WHISKER_HEADER": str(headers[0])}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def main(readme, *parts):
    """Run every example; the exit status says whether all of them hold."""
    libraries, headers = parts[::2], parts[1::2]
    text, failed, count = readme.read_text(encoding="utf-8"), False, 0
    with tempfile.TemporaryDirectory() as folder:
        for language, code, shown in EXAMPLE.findall(text):
            count += 1
            printed = output_of(language, code, pathlib.Path(folder), libraries, headers)
            if os.environ.get("WHISKER_ACCEPT") and printed is not None:
                text, shown = text.replace(f"{code}```\n\n```text\n{shown}", f"{code}```\n\n```text\n{printed}"), printed
            holds = printed in (None, shown)
            skipped = " # SKIP no luajit" if printed is None else ""
            print(f"{'ok' if holds else 'not ok'} {count} - {language} example {count}{skipped}")
            if not holds:
                failed = True
                print(f"# shown:\n# {shown!r}\n# printed:\n# {printed!r}")
    whole = len(re.findall(r"^```(?:c|lua|python)$", text, re.MULTILINE)) == count
    print(f"{'ok' if whole else 'not ok'} {count + 1} - every example has an output\n1..{count + 1}")
    if os.environ.get("WHISKER_ACCEPT"):
        readme.write_text(text, encoding="utf-8")
    return 1 if failed or not whole else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(argument).absolute() for argument in sys.argv[1:])))

"""pytest as TAP: a line a test, what went wrong below it as comments."""

from __future__ import annotations

import pytest


class Reporter:
    """Counts and prints."""

    def __init__(self) -> None:
        self.count = 0

    def line(self, passed: bool, name: str, remark: str = "", details: str = "") -> None:
        """One test."""
        self.count += 1
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}{remark}", flush=True)
        for detail in details.splitlines():
            print(f"# {detail}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passes when it ran; setting up or tearing down only fails."""
        if report.skipped:
            self.line(True, report.nodeid, f" # SKIP {reason(report)}")
        elif report.failed:
            where = "" if report.when == "call" else f" ({report.when})"
            self.line(False, report.nodeid + where, details=report.longreprtext)
        elif report.when == "call":
            self.line(True, report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected has failed; one that is skipped as a whole is skipped."""
        if report.failed:
            self.line(False, report.nodeid, details=report.longreprtext)
        elif report.skipped:
            self.line(True, report.nodeid, f" # SKIP {reason(report)}")

    def pytest_sessionfinish(self) -> None:
        """The plan comes last."""
        print(f"1..{self.count}", flush=True)


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why something was skipped, on one line."""
    longrepr = report.longrepr
    said = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return said.removeprefix("Skipped: ").replace("\n", " ")


def pytest_configure(config: pytest.Config) -> None:
    """Take the place of the terminal."""
    config.pluginmanager.register(Reporter(), "tap_reporter_instance")

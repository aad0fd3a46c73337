"""whisker-lm-eval: lm-evaluation-harness's own command with right standard errors and a report.

whisker-lm-eval [--whisker_...] ARGUMENTS OF lm-eval
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from whisker._errors import DataError
from whisker.lm_eval.patches import corrected
from whisker.lm_eval.report import Reporter, open_session


def parser() -> argparse.ArgumentParser:
    """The command's own arguments; what it does not know is lm-eval's."""
    own = argparse.ArgumentParser(
        prog="whisker-lm-eval",
        add_help=False,
        allow_abbrev=False,
        description=(
            "Runs lm-eval with the arguments that are not listed here. Its files and tables come out as ever, with "
            "standard errors by cluster, over all repeats, and right for groups; a report follows."
        ),
    )
    own.add_argument(
        "--whisker_cluster",
        metavar="FIELD",
        action="append",
        default=[],
        help="field of the documents whose equal values make a cluster, such as passage_id; given twice: crossed",
    )
    own.add_argument(
        "--whisker_config",
        metavar="FILE",
        default=os.environ.get("WHISKER_CONFIG") or None,
        help="Lua config that decides clusters, pairs and reports (also $WHISKER_CONFIG)",
    )
    own.add_argument(
        "--whisker_report",
        metavar="FILE",
        action="append",
        default=[],
        help="write the report there (.md, .csv, .json, .txt; - is the terminal, the default)",
    )
    own.add_argument(
        "--whisker_journal",
        metavar="FILE",
        help="keep the samples there; runs of other models with the same journal are compared in the report",
    )
    own.add_argument("--whisker_level", metavar="L", type=float, default=0.95, help="confidence level, 0.95")
    own.add_argument("--whisker_help", action="help", help="say this; --help is lm-eval's own")
    return own


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    own = parser()
    given, of_the_harness = own.parse_known_args(arguments)
    try:  # before the model runs for hours
        session = open_session(given.whisker_config, given.whisker_journal, given.whisker_cluster, given.whisker_level)
    except (DataError, ValueError) as problem:
        own.error(str(problem))
    from lm_eval.__main__ import cli_evaluate

    sys.argv = ["lm-eval", *of_the_harness]
    reporter = Reporter(session, given.whisker_report or ["-"], given.whisker_config is not None)
    with session, corrected(given.whisker_cluster, given.whisker_level, reporter):
        try:
            cli_evaluate()
        finally:
            print(reporter.said, end="")


if __name__ == "__main__":
    main()

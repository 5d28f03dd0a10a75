"""`gdstudio selftest`: open the window, use every part of it, and report."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from gdstudio.commands.parsing import Subparsers, file_path

# (folder for the pictures or None, what is told of each step) -> the report
UseWindow: TypeAlias = Callable[[Path | None, Callable[[Any], None]], dict[str, Any]]


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("selftest", help="open the window, use it, and report")
    parser.add_argument(
        "--save", type=file_path, metavar="FOLDER", help="keep a picture a workspace"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, use_window: UseWindow) -> int:
    """Use the window and report; return 0 if all was as it should be, else 1.

    Args:
        args: The flags.
        use_window: Does the work, where there is a window.

    Raises:
        FileError: The folder cannot be made.
    """
    from gdstudio.commands.output import print_json
    from gdstudio.errors import GdstudioError

    if args.json:
        with contextlib.redirect_stdout(sys.stderr):  # what libraries print is no JSON
            report = use_window(args.save, lambda step: None)
        print_json(report)
    else:
        report = use_window(args.save, _show)
    if report["passed"]:
        return 0
    failed = next(step for step in report["steps"] if not step["passed"])
    raise GdstudioError(f"selftest: {failed['name']}: {failed['detail']}")


def _show(step: Any) -> None:
    sign = "passed" if step.passed else "FAILED"
    print(f"{sign}  {step.seconds:6.2f} s  {step.name}: {step.detail}", flush=True)

"""`gdstudio descend`: the path of a descent on a cost of one or two inputs."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, TypeAlias

from gdstudio.commands.parsing import Subparsers, file_path
from gdstudio.errors import InvalidValue
from gdstudio.settings.flags import add_flags, given_flags
from gdstudio.settings.typed import read_real

if TYPE_CHECKING:
    from gdstudio.commands.descend.job import Outcome
    from gdstudio.commands.interruption import Interruption

Entry: TypeAlias = tuple[str, float | None]  # a method and its rate, None for the suggested one


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("descend", help="go down a cost of one or two inputs")
    parser.add_argument(
        "function",
        metavar="FUNCTION",
        nargs="?",
        default="",
        help="a name (see --list) or a formula of w, or of x and y, e.g. '0.5 x^2 + 5 y^2'",
    )
    parser.add_argument("--list", action="store_true", help="print the names, ranges and formulas")
    add_descent_flags(parser)
    parser.add_argument(
        "--save", type=file_path, metavar="FILE", help="keep the steps (.csv) or a picture (.png)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_descent_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say how and from where to descend."""
    from gdstudio.descent.methods import Limits, Racer

    # Without this, argparse before Python 3.14 takes the start "-1.2,1" for a flag; here it also
    # lets a formula begin with a minus sign. All flags of this command but -h begin with two.
    parser._negative_number_matcher = re.compile("-[^-]")
    parser.add_argument("--start", type=start_point, metavar="X[,Y]", help="where to begin")
    methods = parser.add_mutually_exclusive_group()
    methods.add_argument(
        "--optimizer", metavar="NAME", help="gradient-descent, momentum, adam, ..."
    )
    methods.add_argument(
        "--race",
        type=race_entries,
        metavar="NAME[:RATE],...",
        help="up to six methods from one start, each with its own rate",
    )
    add_flags(parser, Racer, ("learning_rate",))
    add_flags(parser, Limits)


def run(args: argparse.Namespace) -> int:
    """Descend, report and keep."""
    from gdstudio.commands.descend import output as descend_output
    from gdstudio.commands.descend.save import check_save, save
    from gdstudio.commands.interruption import Interruption
    from gdstudio.ending import EXIT_CODE
    from gdstudio.files.elsewhere import keep

    if args.list:
        descend_output.show_library(as_json=args.json)
        return 0
    if args.save is not None:
        check_save(args.save)
    remarks: list[str] = []  # what the picture cannot show
    with Interruption() as interruption:
        outcome = descend(args, interruption)
        kept = keep(args.save, lambda place: remarks.append(save(place, outcome)))
        if interruption.requested:
            step = max(track.last.step for track in outcome.tracks)
            print(f"gdstudio: interrupted at step {step:,}; {kept}", file=sys.stderr)
            kept.complain()
            return EXIT_CODE
    with kept.told_after():
        if args.json:
            descend_output.show_json(outcome)
            return 0
        descend_output.show(outcome)
        if kept.problem is None and kept.place is not None:
            print(" ".join([f"Saved in {kept.place}.", *filter(None, remarks)]))
    return 0


def descend(args: argparse.Namespace, interruption: Interruption) -> Outcome:
    """Return the descents that `args.function` and the flags ask for.

    Raises:
        InvalidValue: There is no such cost, start or method, or a flag is not accepted.
    """
    from gdstudio.commands.descend.function import find_function
    from gdstudio.commands.descend.job import drive
    from gdstudio.descent.methods import Limits, Racer

    function = find_function(args.function, args.start)
    entries = args.race or ((args.optimizer or "gradient-descent", None),)
    rates = given_flags(args, Racer, ("learning_rate",))
    racers = [
        Racer(method, rates.get("learning_rate") if rate is None else rate)
        for method, rate in entries
    ]
    return drive(
        function,
        function.start if args.start is None else args.start,
        racers,
        Limits(**given_flags(args, Limits)),
        interruption,
        is_race=args.race is not None,
    )


def start_point(text: str) -> tuple[float, ...]:
    """Return a start such as "-3" or "-1.2,1"."""
    try:
        coordinates = text.strip("() ")
        point = tuple(map(read_real, coordinates.split(";" if ";" in coordinates else ",")))
    except InvalidValue:
        point = ()
    if len(point) not in (1, 2):
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a start; give one number, or two such as -1.2,1 or -1,2; 1"
        )
    return point


def race_entries(text: str) -> tuple[Entry, ...]:
    """Return who races, from a list such as "momentum:0.01,adam"."""
    # No method begins with a digit: the comma before one is the decimal mark of a rate.
    return tuple(_race_entry(part.strip()) for part in re.split(r"[,;](?!\d)", text))


def _race_entry(text: str) -> Entry:
    method, colon, rate = text.partition(":")
    try:
        return method.strip(), read_real(rate) if colon else None
    except InvalidValue:
        raise argparse.ArgumentTypeError(
            f"{text[:40]!r} is not a method with its rate; give e.g. momentum:0.01"
        ) from None

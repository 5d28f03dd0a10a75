"""`gdstudio inspect`: a saved network opened down to the multiplication."""

from __future__ import annotations

import argparse

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers, file_path, whole_number
from gdstudio.commands.past import AT_HELP


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("inspect", help="open the numbers of a saved network")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--neuron", metavar="L2.5", help="the sum behind one neuron: layer 2 (from 1), neuron 5"
    )
    what.add_argument(
        "--backprop", action="store_true", help="forward, cost and back again, layer by layer"
    )
    what.add_argument(
        "--nudges",
        metavar="N",
        type=whole_number,
        help="the N largest components of the negative gradient, over all training digits, or "
        "over --digit or --examples",
    )
    what.add_argument(
        "--health",
        action="store_true",
        help="gradients, updates, idle units and weights of each layer, and what is wrong",
    )
    parser.add_argument(
        "--edit",
        metavar="EDIT",
        action="append",
        default=[],
        help="change the network first, again for each edit: W2[3,7] = X, b2[3] = X, L2.5 times "
        "X, L2.5 off, pixel 12 14 off, prune PERCENT, noise SIGMA [seed N], temperature T; alone "
        "it tells cost and accuracy on the test digits before and after",
    )
    parser.add_argument(
        "--weight",
        metavar="W2[3,7]",
        help="with --backprop: the gradient of one weight or bias, its update, and the slope of "
        "the cost measured beside it",
    )
    parser.add_argument(
        "--row",
        metavar="N",
        type=whole_number,
        help="with --neuron: after which row, or pixel, a recurrent unit is opened, from 0 (the "
        "last)",
    )
    parser.add_argument(
        "--check",
        metavar="N",
        type=whole_number,
        help="with --backprop: compare the gradient by N weights at random with measured slopes",
    )
    parser.add_argument(
        "--layer", metavar="K", type=whole_number, help="with --nudges: of this layer alone, from 1"
    )
    parser.add_argument(
        "--past",
        action="store_true",
        help="with --nudges or --health: the same at the moments that the run has kept",
    )
    parser.add_argument(
        "--examples",
        metavar="N",
        type=whole_number,
        help="with --nudges: over the first N training digits; with --backprop: how far those "
        "agree with one another",
    )
    parser.add_argument(
        "--digit",
        metavar="test:N|train:N|IMAGE",
        help="what the network is shown: a digit of the data, counted from 0, or a photo or "
        "drawing (test:0)",
    )
    parser.add_argument(
        "--target", metavar="CLASS", type=whole_number, help="the class that is right, from 0"
    )
    parser.add_argument("--at", metavar="STEP", help=f"the network as it was at {AT_HELP}")
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print what was asked for."""
    from gdstudio.commands.inspect import backprop, edits, health, neuron, nudges
    from gdstudio.commands.inspect.opened_run import OpenedRun
    from gdstudio.commands.one_thread import one_blas_thread

    _check_flags(args)
    opened = OpenedRun(args)
    with one_blas_thread():
        if args.neuron is not None:
            lines, values = neuron.tell_neuron(args, opened)
        elif args.backprop:
            lines, values = backprop.tell_backprop(args, opened)
        elif args.nudges is not None:
            lines, values = nudges.tell_nudges(args, opened)
        elif args.health:
            lines, values = health.tell_health(args, opened)
        else:
            lines, values = edits.tell_edits(opened)
        if args.at is not None:
            step = opened.run_file.state.step
            lines, values = [f"at step {step:,}", *lines], {"step": step, **values}
        if args.json:
            print_json(values)
        else:
            print("\n".join(lines))
    return 0


def _check_flags(args: argparse.Namespace) -> None:
    """Refuse flags that say nothing beside the others, and numbers out of range."""
    from gdstudio.errors import InvalidValue

    if not (_any_given(args, "neuron", "backprop", "nudges", "health") or args.edit):
        accepted = "--neuron, --backprop, --nudges, --health or --edit"
        raise InvalidValue("inspect", "nothing", accepted)
    for flag, needed in (
        ("weight", ("backprop",)),
        ("row", ("neuron",)),
        ("check", ("backprop",)),
        ("layer", ("nudges",)),
        ("examples", ("backprop", "nudges")),
        ("past", ("nudges", "health")),
    ):
        if _any_given(args, flag) and not _any_given(args, *needed):
            accepted = f"{' or '.join(f'--{one}' for one in needed)} with it"
            raise InvalidValue(flag, getattr(args, flag), accepted)
    for flag in ("nudges", "check", "examples"):
        value = getattr(args, flag)
        if value is not None and value < 1:
            raise InvalidValue(flag, value, "a whole number from 1")
    if None not in (args.nudges, args.digit, args.examples):
        raise InvalidValue("examples", args.examples, "--digit or --examples, not both")


def _any_given(args: argparse.Namespace, *flags: str) -> bool:
    given = [getattr(args, flag) for flag in flags]
    return any(value is not None and value is not False for value in given)

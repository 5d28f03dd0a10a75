"""`gdstudio replay`: a moment of a saved run's past, as a run of its own to go on from."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers, file_path
from gdstudio.commands.past import AT_HELP

if TYPE_CHECKING:
    from gdstudio.files.run_file import RunFile
    from gdstudio.learning.moment import Moment
    from gdstudio.learning.moments import Moments


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("replay", help="go back to a moment of a saved run")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    parser.add_argument("--at", metavar="STEP", help=f"{AT_HELP}; without it, what there is")
    parser.add_argument("--save", metavar="OTHER.gdrun", type=file_path, help="keep that run there")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Tell what is kept of a moment, and save the run as it was there."""
    from gdstudio.commands.past import moment_at, past_of
    from gdstudio.errors import InvalidValue
    from gdstudio.files.atomic import check_writable
    from gdstudio.files.run_file import load_run

    if args.at is None and args.save is not None:
        raise InvalidValue("--save without --at", str(args.save), "both, or neither")
    if args.save is not None:
        check_writable(args.save)
    run_file = load_run(args.run)
    if args.at is None:
        _show_all(past_of(args.run, run_file), as_json=args.json)
        return 0
    moment = moment_at(args.run, run_file, args.at)
    if args.save is not None:
        save_as_it_was(args.run, run_file, moment, args.save)
    if args.json:
        print_json({**_facts(moment), "file": None if args.save is None else str(args.save)})
        return 0
    print(_line(moment))
    print(_told_of_going_on(moment))
    if args.save is not None:
        print(f"saved in {args.save}")
    return 0


def save_as_it_was(path: Path, run_file: RunFile, moment: Moment, place: Path) -> None:
    """Write a run as it was at a moment, with its past until then.

    Raises:
        FileError: Of the moment only a point of the path was kept, or it cannot be written.
    """
    from gdstudio.arrays import locked
    from gdstudio.errors import FileError
    from gdstudio.files.run_file import save_run

    state = moment.state
    if state is None:
        reason = "of which only the parameters were kept, not where in its epoch the run was"
        raise FileError(path, f"cannot be gone on with from step {moment.step:,}, {reason}")
    state = replace(
        state,
        parameters=locked(state.parameters.astype(state.recipe.dtype)),
        class_names=run_file.state.class_names,
    )
    if run_file.history is not None:
        run_file.history.rewind(moment.step)
    assert run_file.moments is not None
    until = run_file.moments.copy(up_to=moment.step)
    kept = state, run_file.history, run_file.data_name, until, run_file.caption
    save_run(place, *kept)


def _facts(moment: Moment) -> dict[str, Any]:
    state = moment.state
    return {
        "step": moment.step,
        "name": moment.name,
        "kinds": kinds_of(moment),
        "epoch": None if state is None else state.epoch,
        "examples": None if state is None else state.examples,
        "learning_rate": None if state is None else state.learning_rate,
        "rate": moment.rate,
        "cost": moment.cost,
        "exact": moment.is_exact,
    }


def kinds_of(moment: Moment) -> list[str]:
    """Return for what reasons a moment is kept: "passed", "evaluated", "epoch ended" and so on."""
    return [(kind.name or "").lower().replace("_", " ") for kind in moment.kind]


def _line(moment: Moment) -> str:
    from gdstudio.numerals import cost, numeral

    parts = [f"step {moment.step:,}"]
    if moment.name:
        parts.append(repr(moment.name))
    if moment.state is not None:
        epochs = moment.state.epoch
        parts.append("1 epoch done" if epochs == 1 else f"{epochs} epochs done")
        parts.append(f"learning rate {numeral(moment.state.learning_rate)}")
    if moment.cost == moment.cost:  # not NaN
        parts.append(f"mini-batch cost {cost(moment.cost)}")
    return ", ".join(parts)


def _told_of_going_on(moment: Moment) -> str:
    if moment.state is None:
        return "a point of the path: it can be looked at, not gone on from"
    if moment.is_exact:
        return "goes on bit by bit as the run did"
    return f"{moment.state.recipe.optimizer} begins anew: its state was not kept at this step"


def _show_all(moments: Moments, *, as_json: bool) -> None:
    from gdstudio.files.run_file import moments_size
    from gdstudio.learning.moment import Kind

    size = moments_size(moments)
    if as_json:
        print_json(
            {
                "moments": len(moments),
                "bytes": size,
                "steps": moments.steps().tolist(),
                "exact": [moment.step for moment in moments if moment.is_exact],
                "marks": {moment.name: moment.step for moment in moments.marks(Kind.NAMED)},
            }
        )
        return
    steps = moments.steps()
    megabytes = f"{size / 2**20:,.1f} MB"
    print(f"{len(moments):,} moments from step {steps[0]:,} to {steps[-1]:,}, {megabytes}")
    exact = sum(moment.is_exact for moment in moments)
    print(f"{exact:,} of them go on bit by bit as the run did")
    for moment in moments.marks(Kind.NAMED):
        print(_line(moment))

"""The command line: every job of the program, and the window if no job is named."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from gdstudio import __version__
from gdstudio.commands.output import print_error
from gdstudio.commands.parsing import OneLineParser, number
from gdstudio.commands.streams import OutputLost, prepare_streams
from gdstudio.ending import EXIT_CODE
from gdstudio.errors import FileError, GdstudioError, InvalidValue, reason_of

COMMANDS: Final = (
    "train",
    "evaluate",
    "replay",
    "predict",
    "report",
    "export",
    "film",
    "import",
    "inspect",
    "descend",
    "surface",
    "interpolate",
    "experiment",
    "recipes",
    "lesson",
    "bench",
    "selftest",
)
_DAY_S: Final = 86_400


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what is asked; return 0 done, 1 it could not be done, 2 wrong usage, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    code = _guarded(lambda: _code_of(given))
    of_output = _guarded(_flush)  # what was printed need not have been written yet
    return code or of_output


def _flush() -> int:
    sys.stdout.flush()
    return 0


def _guarded(job: Callable[[], int]) -> int:
    """Return the exit code of a job, or of the error that it ends with, in one line."""
    try:
        return job()
    except OutputLost as error:
        return 1 if error.is_reader_gone else _fail(error, 1)
    except InvalidValue as error:
        return _fail(error, 2)
    except GdstudioError as error:
        return _fail(error, 1)
    except KeyboardInterrupt:
        return EXIT_CODE
    except BrokenPipeError:  # of a stream that somebody has put in place of the program's own
        return 1
    except OSError as error:  # what the system refuses where nobody would have thought of it
        where = "" if error.filename is None else f"{error.filename}: "
        return _fail(GdstudioError(f"{where}{reason_of(error)}"), 1)
    except MemoryError:
        return _fail(GdstudioError("there is not enough memory for this"), 1)


def _code_of(arguments: list[str]) -> int:
    is_command = arguments[:1] and arguments[0] in COMMANDS
    try:
        return _run_command(arguments) if is_command else _open_window(arguments)
    except SystemExit as end:  # argparse's way out
        return end.code if isinstance(end.code, int) else 2


def _fail(error: GdstudioError, code: int) -> int:
    print_error(error)
    return code


def _run_command(arguments: list[str]) -> int:
    module = importlib.import_module(f"gdstudio.commands.{arguments[0]}")
    parser = OneLineParser(prog="gdstudio", allow_abbrev=False)
    module.add_parser(parser.add_subparsers(dest="command"))
    args = parser.parse_args(arguments)
    # Commands know no window; those that use it are handed the way to it.
    ways = {"bench": _measure_live, "selftest": _use_window, "lesson": _LessonWindow()}
    way: Any = ways.get(args.command)
    code: int = module.run(args) if way is None else module.run(args, way)
    return code


def _need_display() -> None:
    from gdstudio.commands.display import has_display

    if not has_display():
        raise GdstudioError(
            "there is no display to open a window on; to train without one: gdstudio train"
        )


def _measure_live(
    seconds: float, soak_minutes: float, tell: Callable[[str], None]
) -> dict[str, Any]:
    _need_display()
    from gdstudio.studio.bench.live_bench import measure_live

    return measure_live(seconds, soak_minutes, tell)


def _use_window(folder: Path | None, tell: Callable[[Any], None]) -> dict[str, Any]:
    _need_display()
    from gdstudio.studio.selftest.selftest import run_selftest

    return run_selftest(folder, tell)


class _LessonWindow:
    """The way to a window for `gdstudio lesson`."""

    def give(self, path: Path, index: int) -> int:
        """Open the window with a lesson in it."""
        return _run_window(path, scene=index)

    def check(
        self, path: Path, index: int | None, folder: Path | None, tell: Callable[[Any], None]
    ) -> list[dict[str, Any]]:
        """Go through the scenes, unseen."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from gdstudio.studio.selftest.lesson_check import check_lesson

        return check_lesson(path, index, folder, tell)

    def names(self) -> Any:
        """Return what a scene may name."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from gdstudio.studio.selftest.lesson_check import names_of_scenes

        return names_of_scenes()


def _open_window(arguments: list[str]) -> int:
    parser = window_parser()
    args = parser.parse_args(arguments)
    if args.file is not None and args.start_mode != "look":
        parser.error(f"--{args.start_mode} opens a run of its own: leave out {args.file}")
    if args.file is not None and not args.file.is_file():
        if args.file.suffix not in (".gdrun", ".gdsession") and not args.file.exists():
            raise InvalidValue("command", str(args.file), f"{', '.join(COMMANDS)} or a FILE.gdrun")
        raise FileError(args.file, "there is no such file")
    if not 0 <= args.autosave <= _DAY_S:
        raise InvalidValue("autosave", args.autosave, f"a number from 0 to {_DAY_S:,}")
    return _run_window(
        args.file,
        use_gl=False if args.no_gl else None,
        start_mode=args.start_mode,
        autosave_s=args.autosave,
    )


def _run_window(path: Path | None, **options: Any) -> int:
    """Show the window until it is closed, with options of `studio.app.run_window`."""
    _need_display()
    gc.disable()  # what it is made of is no garbage; it sees to that itself from then on
    from gdstudio.studio.app import run_window

    code: int = run_window(path, **options)
    return code


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of what stands where no command does."""
    parser = OneLineParser(
        prog="gdstudio",
        usage="gdstudio [FILE.gdrun | FILE.gdsession | --new-run | --draw] [--no-gl]"
        " | gdstudio COMMAND ...",
        description="Watch a neural network learn by gradient descent.",
        epilog=_command_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file", metavar="FILE.gdrun", nargs="?", type=Path, help="a saved run or session"
    )
    first = parser.add_mutually_exclusive_group()
    first.add_argument(
        "--new-run",
        dest="start_mode",
        action="store_const",
        const="new-run",
        default="look",
        help="start training at once",
    )
    first.add_argument(
        "--draw",
        dest="start_mode",
        action="store_const",
        const="draw",
        help="draw digits for a network that is trained",
    )
    parser.add_argument("--no-gl", action="store_true", help="draw without OpenGL")
    parser.add_argument(
        "--autosave",
        metavar="SECONDS",
        type=number,
        default=120.0,
        help="how often the work is kept while it goes on; 0 never (120)",
    )
    parser.add_argument("--version", action="version", version=f"gdstudio {__version__}")
    return parser


def _command_help() -> str:
    lines = ["commands, each without a window (gdstudio COMMAND --help tells more):"]
    for name in COMMANDS:
        doc = importlib.import_module(f"gdstudio.commands.{name}").__doc__ or ""
        lines.append(f"  {name:<13}{doc.partition(': ')[2].rstrip('.')}")
    return "\n".join(lines)

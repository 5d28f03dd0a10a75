"""`gdstudio lesson`: give a lesson in the window, or look whether every scene can be reached."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from gdstudio.commands.parsing import Subparsers, file_path, whole_number

_MOST_SHOWN: Final = 60


class Window(Protocol):
    """What has windows; commands know none."""

    def give(self, path: Path, index: int) -> int:
        """Give a lesson from one of its scenes on, counted from 0; return the exit code."""

    def check(
        self, path: Path, index: int | None, folder: Path | None, tell: Callable[[Any], None]
    ) -> list[dict[str, Any]]:
        """Go through all scenes, or one; keep a picture of each in a folder if one is given."""

    def names(self) -> Any:
        """Return what a scene may name."""


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.lesson.shipped import CLASSIC, SHIPPED

    parser = subparsers.add_parser("lesson", help="give a lesson, or look whether it can be given")
    parser.add_argument(
        "lesson",
        nargs="?",
        default=CLASSIC,
        metavar="NAME|FILE.toml",
        help=f"one of {', '.join(SHIPPED)}, or a file ({CLASSIC})",
    )
    parser.add_argument("--scene", type=whole_number, metavar="N", help="this one, counted from 1")
    parser.add_argument("--check", action="store_true", help="go through every scene, unseen")
    parser.add_argument(
        "--pictures",
        type=file_path,
        metavar="FOLDER",
        help="check, and keep a picture of each scene",
    )
    parser.add_argument("--names", action="store_true", help="print all that a scene may name")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, window: Window) -> int:
    """Give the lesson, check it, or print names.

    Raises:
        GdstudioError: A scene cannot be reached, or there is no such lesson or scene.
    """
    from gdstudio.commands.output import print_json
    from gdstudio.errors import GdstudioError, InvalidValue
    from gdstudio.lesson.lesson_file import scene_count
    from gdstudio.lesson.shipped import lesson_path

    if args.names:
        names = window.names()
        if args.json:
            states = dict(names.states)
            print_json({"actions": names.actions, "parts": names.parts, "states": states})
        else:
            print("\n".join(_told(names)))
        return 0
    path, index = lesson_path(args.lesson), None
    count = scene_count(path)
    if args.scene is not None:
        if not 1 <= args.scene <= count:
            raise InvalidValue("scene", args.scene, f"a number from 1 to {count}")
        index = args.scene - 1
    if not (args.check or args.pictures):
        return window.give(path, index or 0)
    scenes = window.check(path, index, args.pictures, _skip if args.json else _show)
    if args.json:
        print_json({"lesson": str(path), "scenes": scenes})
    for scene in scenes:
        if scene["refused"]:
            raise GdstudioError(scene["refused"])
    return 0


def _skip(_scene: Any) -> None:
    """Tell nothing."""


def _show(scene: Any) -> None:
    sign = "FAILED" if scene["refused"] else "stands"
    print(f"{sign}  {scene['seconds']:5.2f} s  {scene['scene']:>3}  {scene['title']}", flush=True)


def _told(names: Any) -> list[str]:
    lines = ["actions (do):", *(f"  {name}" for name in names.actions)]
    lines += ["parts (look_at, enlarge):", *(f"  {name}" for name in names.parts)]
    for workspace, state in names.states.items():
        lines += [f"[scene.{workspace}] and what usually stands there:", *_values(state, "  ")]
    return lines


def _values(state: Any, indent: str) -> list[str]:
    lines = []
    for name, value in state.items():
        if isinstance(value, dict) and value:
            lines += [f"{indent}{name}:", *_values(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name} = {str(value)[:_MOST_SHOWN]}")
    return lines

"""`gdstudio film`: a saved run's past, or a descent, as a film."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from gdstudio.commands.parsing import Subparsers, file_path
from gdstudio.settings.flags import add_flags, given_flags

if TYPE_CHECKING:
    from gdstudio.jobs.films.filming import FilmSaved

_SIZE = re.compile(r"\s*([0-9]{1,9})\s*[x×]\s*([0-9]{1,9})\s*", re.IGNORECASE)
_FLAGS = ("view", "seconds", "fps", "turn")
_GIVEN = (*_FLAGS, "first", "last")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.commands.descend import add_descent_flags
    from gdstudio.jobs.films.request import FilmRequest

    parser = subparsers.add_parser("film", help="the past of a saved run as a film")
    parser.add_argument(
        "run",
        metavar="RUN.gdrun",
        help="what `train --save` wrote; with --descent a cost, by its name or a formula",
    )
    add_flags(parser, FilmRequest, _FLAGS)
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        help="width and height in pixels, 64 to 3,840 (960x540)",
    )
    parser.add_argument(
        "--from", dest="first", metavar="STEP", default=argparse.SUPPRESS, help="the first step (0)"
    )
    parser.add_argument(
        "--to", dest="last", metavar="STEP", default=argparse.SUPPRESS, help="the last step (end)"
    )
    parser.add_argument(
        "--digit",
        metavar="test:N|train:N|IMAGE",
        help="what the network is shown, as with `inspect` (test:0)",
    )
    parser.add_argument("--data", metavar="PATH", help="other digits than the run's own")
    parser.add_argument(
        "--save", metavar="FILE", type=file_path, required=True,
        help="write it there: .gif, .webp, .mp4 or .webm (both need ffmpeg), or a new folder for "
        "one PNG a frame",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--descent",
        dest="view",
        action="store_const",
        const="descent",
        default=argparse.SUPPRESS,
        help="film a descent on a cost instead, with these flags of `descend`:",
    )
    add_descent_flags(parser)
    parser.set_defaults(at=None, edit=[], target=None)  # as `inspect` opens a run


def run(args: argparse.Namespace) -> int:
    """Draw and write; Ctrl+C leaves nothing."""
    from gdstudio.commands.film.job import film_of_descent, film_of_run
    from gdstudio.commands.following import Interrupted, outcome_of
    from gdstudio.commands.interruption import Interruption
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.ending import EXIT_CODE
    from gdstudio.jobs.films.place import notes_of, place_of
    from gdstudio.jobs.films.request import FilmRequest

    sides = {} if args.size is None else dict(zip(("width", "height"), args.size, strict=True))
    request = FilmRequest(**given_flags(args, FilmRequest, _GIVEN), **sides)
    place = place_of(args.save, request)
    film = film_of_descent if request.view == "descent" else film_of_run
    with Interruption() as interruption, one_blas_thread():
        frames = film(args, request, place, interruption)
        for note in notes_of(place, request):
            print(f"gdstudio: {note}", file=sys.stderr)
        with closing(frames):
            try:
                saved = outcome_of(frames, "film", interruption)
            except Interrupted:
                print("gdstudio: interrupted; nothing was kept", file=sys.stderr)
                return EXIT_CODE
    assert not isinstance(saved, float)
    _tell(saved, as_json=args.json)
    return 0


def _tell(saved: FilmSaved, *, as_json: bool) -> None:
    from gdstudio.commands.output import print_json
    from gdstudio.numerals import numeral

    place, (width, height) = saved.place, saved.place.size
    if as_json:
        facts = {"file": str(place.path), "kind": place.kind.name, "frames": saved.frames}
        facts |= {"seconds": saved.seconds, "fps": float(place.rate)}
        print_json({**facts, "width": width, "height": height})
        return
    rate, seconds = numeral(float(place.rate), 4), numeral(saved.seconds, 4)
    frames = "1 frame" if saved.frames == 1 else f"{saved.frames:,} frames"
    print(f"{frames} of {width} x {height}, {rate} a second: {seconds} s")
    print(f"saved in {place.path}")


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a size such as 960x540")
    return int(found[1]), int(found[2])

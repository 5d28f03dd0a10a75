"""`gdstudio predict`: what a saved network says to pictures of digits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdstudio.commands.output import print_error, print_json
from gdstudio.commands.parsing import Subparsers, file_path

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gdstudio.learning.network import Network
    from gdstudio.learning.snapshot import TrainingState


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("predict", help="ask a saved network about pictures")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    parser.add_argument(
        "images",
        metavar="IMAGE",
        nargs="+",
        help="a photo or drawing of any size, dark on light or light on dark",
    )
    parser.add_argument(
        "--explain",
        metavar="FILE.png",
        type=file_path,
        help="write a picture of what was found in the one picture given",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the answer to every picture that can be read, and an error line for every other."""
    from gdstudio.errors import FileError
    from gdstudio.files.run_file import load_run

    if args.explain is not None:
        _check_explain(args.explain, len(args.images))
    state = load_run(args.run).state
    network = state.network()
    predictions, n_unread = [], 0
    for file in args.images:
        try:
            predictions.append(_predict(state, network, file, args.explain))
        except FileError as error:
            if error.path == args.explain:
                raise
            n_unread += 1
            print_error(error)
            continue
        if not args.json:
            print(_line(predictions[-1]), flush=True)
    if args.json:
        print_json(predictions)
    return 1 if n_unread else 0


def _check_explain(path: Path, n_pictures: int) -> None:
    from gdstudio.errors import InvalidValue
    from gdstudio.files.atomic import check_writable

    if n_pictures > 1:
        raise InvalidValue("explain", f"{n_pictures} pictures", "one picture with --explain")
    if path.suffix.lower() != ".png":
        raise InvalidValue("explain", str(path), "a file that ends in .png")
    check_writable(path)


def _line(prediction: dict[str, Any]) -> str:
    activation = prediction["activations"][prediction["digit"]]
    answer = f"{prediction['answer']} (activation {activation:.3f})"
    if prediction["doubts"]:
        answer = f"perhaps {answer}: {'; '.join(prediction['doubts'])}"
    return f"{prediction['file']}: {answer}"


def _predict(
    state: TrainingState, network: Network, file: str, explain: Path | None
) -> dict[str, Any]:
    import numpy as np

    from gdstudio.data.digits import Digits
    from gdstudio.data.explained import explained
    from gdstudio.data.pictures import find_digit
    from gdstudio.data.resize import normalize_drawing

    found = find_digit(file)
    rows, columns = state.picture_size()
    picture, names = normalize_drawing(found.ink, (rows, columns)), state.names
    if explain is not None:
        _save_png(explain, explained(found, picture))
    label = np.zeros(1, np.uint8)
    digit = Digits(picture.reshape(1, -1), label, rows=rows, columns=columns)
    outputs = network.forward(digit.inputs(dtype=network.dtype))[0]
    best = int(outputs.argmax())
    return {
        "file": file,
        "digit": best,
        "answer": names[best],
        "activations": outputs.tolist(),
        "classes": list(names),
        "doubts": list(found.doubts),
        "notes": list(found.notes),
    }


def _save_png(path: Path, picture: NDArray[np.uint8]) -> None:
    import io

    from PIL import Image

    from gdstudio.files.atomic import write_file

    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    write_file(path, file.getvalue())

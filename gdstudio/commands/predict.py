"""`gdstudio predict`: what a saved network says to pictures of digits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers

if TYPE_CHECKING:
    from gdstudio.learning.network import Network


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("predict", help="ask a saved network about pictures")
    parser.add_argument("run", metavar="RUN.gdrun", type=Path, help="what `train --save` wrote")
    parser.add_argument(
        "images",
        metavar="IMAGE",
        nargs="+",
        help="a photo or drawing of any size, dark on light or light on dark",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the answer to every picture; nothing is printed if one cannot be read."""
    from gdstudio.errors import GdstudioError
    from gdstudio.files.run_file import load_run
    from gdstudio.learning.shapes import DIGIT

    state = load_run(args.run).state
    network = state.network()
    if not state.sees(DIGIT):
        raise GdstudioError(
            f"{args.run}: predict makes pictures of 28 x 28 pixels, but this network has "
            f"{network.n_in} inputs"
        )
    predictions = [_predict(network, state.names, file) for file in args.images]
    if args.json:
        print_json(predictions)
        return 0
    for prediction in predictions:
        activation = prediction["activations"][prediction["digit"]]
        print(f"{prediction['file']}: {prediction['answer']} (activation {activation:.3f})")
    return 0


def _predict(network: Network, names: tuple[str, ...], file: str) -> dict[str, Any]:
    import numpy as np

    from gdstudio.data.digits import Digits
    from gdstudio.data.drawing import normalise_drawing
    from gdstudio.data.pictures import read_picture

    picture = normalise_drawing(read_picture(file))
    digit = Digits(picture.reshape(1, -1), np.zeros(1, np.uint8))
    outputs = network.forward(digit.inputs(dtype=network.dtype))[0]
    best = int(outputs.argmax())
    return {
        "file": file,
        "digit": best,
        "answer": names[best],
        "activations": outputs.tolist(),
        "classes": list(names),
    }

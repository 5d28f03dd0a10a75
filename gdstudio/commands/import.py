"""`gdstudio import`: a network of another program, as a run to be looked at and gone on with."""

from __future__ import annotations

import argparse

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers, file_path
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent
from gdstudio.settings.flags import add_flags, given_flags


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    from gdstudio.files.models.said import SaidLayers

    parser = subparsers.add_parser("import", help="take over a network of another program")
    parser.add_argument(
        "model",
        metavar="MODEL",
        type=file_path,
        help="a file that ends in .npz, .safetensors or .onnx",
    )
    parser.add_argument(
        "--save", metavar="RUN.gdrun", type=file_path, required=True, help="keep it there as a run"
    )
    parser.add_argument("--data", metavar="FOLDER", help="digits it was made for, if not MNIST")
    add_flags(parser, SaidLayers, with_defaults=False)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Read the network, keep it as a run, and say what it makes of the test digits."""
    from gdstudio.commands.one_thread import one_blas_thread
    from gdstudio.data.opening import load_data_set
    from gdstudio.files.atomic import check_writable
    from gdstudio.files.models.importing import import_model
    from gdstudio.files.models.said import SaidLayers, shape_said
    from gdstudio.files.run_file import save_run
    from gdstudio.learning.costs import find_cost
    from gdstudio.learning.evaluation import evaluate

    check_writable(args.save)
    said = shape_said(given_flags(args, SaidLayers))
    data = load_data_set(args.data or "mnist")
    found = import_model(args.model, data, said)
    state = found.state
    cost = find_cost(state.recipe.cost, state.recipe.output_activation)
    with one_blas_thread():
        test = evaluate(state.network(), data.test, cost)
    save_run(args.save, state, None, data.name)
    if args.json:
        print_json(
            {
                "file": str(args.save),
                "network": state.network_name,
                "parameters": len(state.parameters),
                "step": state.step,
                "recipe": state.recipe.to_dict(),
                "notes": list(found.notes),
                "test_cost": test.cost,
                "test_accuracy": test.accuracy,
            }
        )
        return 0
    print(f"{state.network_name}, {len(state.parameters):,} parameters, step {state.step:,}")
    for note in found.notes:
        print(note)
    print(f"test accuracy {percent(test.accuracy)}, cost {cost_text(test.cost)}")
    print(f"saved in {args.save}")
    return 0

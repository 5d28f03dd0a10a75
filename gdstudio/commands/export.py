"""`gdstudio export`: a saved network in a form that other programs read."""

from __future__ import annotations

import argparse

from gdstudio.commands.output import print_json
from gdstudio.commands.parsing import Subparsers, file_path


def add_parser(subparsers: Subparsers) -> None:
    """Add the command's flags."""
    parser = subparsers.add_parser("export", help="hand a saved network to another program")
    parser.add_argument(
        "run", metavar="RUN.gdrun", type=file_path, help="what `train --save` wrote"
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        help="npz, safetensors (PyTorch), onnx or python; without it, what the name of FILE says",
    )
    parser.add_argument(
        "--save", metavar="FILE", type=file_path, required=True, help="write it there"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Write the network, and say what was written."""
    from gdstudio.files.atomic import check_writable, write_file
    from gdstudio.files.models.exporting import export_model, format_of
    from gdstudio.files.run_file import load_run

    name = args.format or format_of(args.save).name
    check_writable(args.save)
    state = load_run(args.run).state
    write_file(args.save, export_model(state, name))
    n = len(state.parameters)
    if args.json:
        print_json({"file": str(args.save), "format": name, "parameters": n})
    else:
        print(f"{state.network_name}, {n:,} parameters, written to {args.save}")
    return 0

"""How many pictures of digits are answered right, kind by kind.

    PYTHONPATH=. python tests/benchmarks/bench_pictures.py [--per-kind 10] [--run RUN.gdrun]

Prints two tables: pictures of the kinds in tests/data/picture_kinds.py, and the digits of
handwriting fonts from Debian packages (the packages that are missing are named). Two digits side
by side count as right when that is said; a digit with a doubt counts by its answer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))  # after the code that is measured

from gdstudio.data import pictures  # noqa: E402
from gdstudio.data.digits import Digits  # noqa: E402
from gdstudio.data.resize import normalize_drawing  # noqa: E402
from gdstudio.errors import FileError  # noqa: E402
from gdstudio.files.run_file import load_run  # noqa: E402
from gdstudio.learning.network import Network  # noqa: E402
from tests.data.digit_shapes import font_digit  # noqa: E402
from tests.data.picture_kinds import Case, cases  # noqa: E402

FONTS: Final = Path("/usr/share/fonts")
PACKAGES: Final = {
    "fonts-breip": "truetype/breip/Breip.ttf",
    "fonts-bwht": "opentype/bwht/BecauseWeBuild-Regular.otf",
    "fonts-comic-neue": "opentype/comic-neue/ComicNeue-Regular.otf",
    "fonts-dancingscript": "opentype/dancingscript/DancingScript-Regular.otf",
    "fonts-dkg-handwriting": "truetype/fifthhorseman/dkg.ttf",
    "fonts-ecolier-court": "truetype/ecolier-court/Ecolier-court.ttf",
    "fonts-humor-sans": "truetype/humor-sans/Humor-Sans.ttf",
    "fonts-kristi": "truetype/kristi/Kristi.ttf",
    "fonts-rufscript": "truetype/rufscript/Rufscript010.ttf",
    "fonts-sjfonts": "truetype/sjfonts/SteveHand.ttf",
}
"""A handwriting font of each package."""


def is_right(network: Network, case: Case, folder: Path) -> bool:
    """Return whether a picture is answered with its digit, or a second digit on it is told."""
    path = folder / f"picture{case.suffix}"
    path.write_bytes(case.content)
    doubts: Iterable[str] = ()
    try:
        if hasattr(pictures, "find_digit"):
            found = pictures.find_digit(path)
            ink, doubts = found.ink, found.doubts
        else:
            ink = pictures.read_picture(path)
    except FileError:
        return False
    says_two = any("separate shapes" in doubt for doubt in doubts)
    if case.label is None:
        return says_two
    pixels = normalize_drawing(ink).reshape(1, -1)
    inputs = Digits(pixels, np.zeros(1, np.uint8)).inputs(dtype=network.dtype)
    return int(network.forward(inputs)[0].argmax()) == case.label and not says_two


def font_cases(package: str, file: Path, folder: Path) -> list[Case]:
    """Return the ten digits of a font, black on white."""
    made = []
    for label in range(10):
        ink = np.pad(font_digit(label, file), 40)
        path = folder / "font.png"
        Image.fromarray(np.rint(255 - 255 * ink).astype(np.uint8)).save(path)
        made.append(Case(package, label, ".png", path.read_bytes()))
    return made


def table(network: Network, shown: list[Case], folder: Path) -> None:
    """Print how many of each kind are right, and of all."""
    right: dict[str, list[bool]] = {}
    for case in shown:
        right.setdefault(case.kind, []).append(is_right(network, case, folder))
    right["all"] = [answer for answers in right.values() for answer in answers]
    for kind, answers in right.items():
        print(f"| {kind} | {sum(answers)} / {len(answers)} |", flush=True)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-kind", type=int, default=10)
    parser.add_argument("--run", type=Path, default=ROOT / "resources/runs/lenet-5.gdrun")
    args = parser.parse_args()
    network = load_run(args.run).state.network()
    print(f"code: {pictures.__file__}; network: {args.run.stem}\n\n| kind | right |\n|---|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(network, cases(args.per_kind), folder)
        print("\n| font | right |\n|---|---:|")
        shown = []
        for package, file in PACKAGES.items():
            if not (FONTS / file).exists():
                print(f"{package}: not installed ({FONTS / file} is missing)", file=sys.stderr)
                continue
            shown += font_cases(package, FONTS / file, folder)
        table(network, shown, folder)


if __name__ == "__main__":
    main()

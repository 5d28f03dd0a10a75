"""What a desktop reads, laid out below a prefix: see install-tree."""

from __future__ import annotations

import gzip
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from command_line import bash_completion, man_page  # noqa: E402 - found on the path set above
from fish_completion import fish_completion  # noqa: E402
from icon_sizes import SIZES, png_of  # noqa: E402

from gdstudio import __version__  # noqa: E402

ID = "org.gdstudio.GradientDescentStudio"
ICON = ROOT / "resources" / "icons" / "gdstudio.svg"


def main(prefix: Path) -> None:
    share = prefix / "share"
    date = time.strftime(
        "%Y-%m-%d", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH") or time.time()))
    )
    for source in sorted((HERE / "share").rglob("*")):
        if source.is_file():
            place = share / source.relative_to(HERE / "share")
            text = source.read_text(encoding="utf-8")
            if place.suffix == ".in":
                place = place.with_suffix("")
                for word, value in filled_in(date).items():
                    text = text.replace(word, value)
            write(place, text.encode())
    icons = share / "icons" / "hicolor"
    write(icons / "scalable" / "apps" / f"{ID}.svg", ICON.read_bytes())
    for size in SIZES:
        write(icons / f"{size}x{size}" / "apps" / f"{ID}.png", png_of(ICON, size))
    page = gzip.compress(man_page(date).encode(), 9, mtime=0)
    write(share / "man" / "man1" / "gdstudio.1.gz", page)
    fish = share / "fish" / "vendor_completions.d" / "gdstudio.fish"
    write(fish, fish_completion().encode())
    write(share / "bash-completion" / "completions" / "gdstudio", bash_completion().encode())


def filled_in(date: str) -> dict[str, str]:
    address = (HERE / "address").read_text(encoding="utf-8").strip()
    return {"@VERSION@": __version__, "@DATE@": date, "@ADDRESS@": address}


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o644)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

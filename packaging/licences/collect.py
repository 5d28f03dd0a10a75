"""Writes the folder of licences that every package carries; its form stands in ../README.md.

It goes by what the frozen program really holds: each file is traced to the distribution, the system
package or the part it came from. It fails, and so does the build, where a file belongs to nobody,
where a text is missing, and where a licence is not on the allow list in components.toml.

Run by the Python that froze the program: python -m licences.collect --work FOLDER --frozen FOLDER
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from licences.allow_list import check_allowed
from licences.assembly import components_of, index_of
from licences.bundle import read_bundle
from licences.catalogue import HERE, Catalogue
from licences.component import Component, LicenceError
from licences.cyclonedx_list import cyclonedx_list, validate
from licences.owners import Owners

CHECKOUT = HERE.parents[1]


def collect(work: Path, frozen: Path, output: Path, allowed: Collection[str] | None = None) -> int:
    """Write the folder `output` for the program in `frozen`; return the number of components.

    Args:
        work: PyInstaller's work folder, with its lists.
        allowed: The licences that may be there; None takes the list in components.toml.
    """
    owners = Owners(CHECKOUT)
    catalogue = Catalogue(CHECKOUT, owners.site)
    version = runpy.run_path(str(CHECKOUT / "gdstudio/__init__.py"))["__version__"]
    components = components_of(read_bundle(work, frozen), catalogue, owners, version)
    check_allowed(components, catalogue.content["allowed"] if allowed is None else allowed)
    bill = cyclonedx_list(components, int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    validate(bill)
    write(components, bill, output)
    return len(components)


def write(components: Sequence[Component], bill: str, output: Path) -> None:
    """Write the folder anew."""
    shutil.rmtree(output, ignore_errors=True)
    for component in components:
        folder = output / component.folder
        folder.mkdir(parents=True, exist_ok=True)
        for text in component.texts:
            content = text.source.read_bytes().decode("utf-8", errors="replace")
            (folder / text.name).write_text(content, encoding="utf-8")
    (output / "index.json").write_text(index_of(components), encoding="utf-8")
    (output / "components.cdx.json").write_text(bill, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(prog="licences.collect", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="PyInstaller's work folder")
    parser.add_argument("--frozen", type=Path, required=True, help="the frozen program")
    parser.add_argument("--output", type=Path, help="where to write (within the program)")
    parser.add_argument("--allow", help="licences to allow instead of the list's, joined by commas")
    args = parser.parse_args(arguments)
    output = args.output or args.frozen / "_internal/gdstudio/resources/licences"
    try:
        count = collect(args.work, args.frozen, output, args.allow and args.allow.split(","))
    except LicenceError as error:
        print(f"licences: error: {error}", file=sys.stderr)
        return 1
    print(f"licences: {count} components, all allowed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

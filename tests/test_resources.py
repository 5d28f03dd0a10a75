"""What the program carries with it is complete and unchanged."""

from __future__ import annotations

import ast
import gzip
import hashlib
from pathlib import Path

import pytest

from gdstudio.resources import resource

_ROOT = Path(__file__).resolve().parent.parent

# SHA-256 and size of the uncompressed files, as published for MNIST.
_MNIST = {
    "train-images-idx3-ubyte": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        47_040_016,
    ),
    "train-labels-idx1-ubyte": (
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        60_008,
    ),
    "t10k-images-idx3-ubyte": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        7_840_016,
    ),
    "t10k-labels-idx1-ubyte": (
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        10_008,
    ),
}


def _named_resources() -> list[str]:
    """Return every name that the source gives to `resource("...")`."""
    return sorted(
        {
            node.args[0].value
            for path in (_ROOT / "gdstudio").rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "resource"
            and isinstance(node.args[0], ast.Constant)
        }
    )


@pytest.mark.parametrize("name", _MNIST)
def test_that_the_digits_are_those_of_mnist(name: str) -> None:
    raw = gzip.decompress(resource(f"mnist/{name}.gz").read_bytes())

    assert (hashlib.sha256(raw).hexdigest(), len(raw)) == _MNIST[name]


def test_that_the_notice_of_the_digits_gives_their_sums_and_terms() -> None:
    notice = resource("mnist/NOTICE.md").read_text(encoding="utf-8")

    assert all(f"| `{name}` | {n:,} | `{s}` |" in notice for name, (s, n) in _MNIST.items())
    assert "Yann LeCun and Corinna Cortes" in notice
    assert "CC BY-SA 3.0" in notice


def test_that_every_resource_the_source_names_is_there() -> None:
    assert [name for name in _named_resources() if not resource(name).exists()] == []


def test_that_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/no-such\.svg is missing"):
        resource("icons/no-such.svg")

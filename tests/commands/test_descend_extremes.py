from __future__ import annotations

from pathlib import Path

import pytest

from gdstudio.cli import main


@pytest.mark.parametrize(
    ("formula", "start"),
    [
        ("1e16", "3"),
        ("1e308", "2"),
        ("exp(700 x)", "1"),
        ("1e308 x", "1"),
        ("1e-320 x", "3"),
        ("x^2+1e15", "3"),
        ("log(-1-x^2)", "3"),
        ("1e16+0y", "1,1"),
        ("1e308 x + 0y", "0.5,0.5"),
    ],
)
def test_that_huge_and_flat_costs_are_drawn_or_said_not_to_be(
    formula: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "p.png"
    assert main(["descend", formula, "--start", start, "--steps", "3", "--save", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "Saved in" in capsys.readouterr().out


def test_that_a_saved_picture_too_coarse_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = str(tmp_path / "p.png")
    arguments = ["descend", "sin(1e5 x)", "--start", "3", "--steps", "2", "--save", picture]
    assert main(arguments) == 0
    assert "too coarse" in capsys.readouterr().out

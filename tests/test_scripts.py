"""Scripts beside the program find what they use of it."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
SCRIPTS = sorted([*TOP.glob("tests/benchmarks/*.py"), *TOP.glob("packaging/**/*.py")])


@pytest.mark.parametrize("script", [str(path.relative_to(TOP)) for path in SCRIPTS])
def test_that_a_script_can_be_loaded(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = TOP / script
    monkeypatch.syspath_prepend(str(path.parent))
    monkeypatch.setattr(sys, "argv", [script])
    runpy.run_path(str(path), run_name="loaded")

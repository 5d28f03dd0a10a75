"""A window used at random meets no fault; `python -m tests.fuzz` uses ten for much longer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("user", "count"), [("window", 60), ("time", 40)])
def test_that_a_window_used_at_random_meets_no_fault(user: str, count: int) -> None:
    command = [sys.executable, "-m", "tests.fuzz.one", user, "20", str(count)]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=580, check=False
    )
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    assert result["examples"] == []
    assert result["tried"] == count

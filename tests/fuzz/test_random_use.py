"""A window used at random meets no fault; `python -m tests.fuzz` uses ten for much longer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_that_a_window_used_at_random_meets_no_fault() -> None:
    command = [sys.executable, "-m", "tests.fuzz.one", "window", "20", "60"]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False
    )
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    assert result["examples"] == []
    assert result["tried"] == 60

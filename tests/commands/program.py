"""The program in a process of its own, as a shell starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "resources" / "runs" / "lesson-best.gdrun"


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which the program is found."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which `gdstudio` is the program."""
    script = f'gdstudio() {{ "{sys.executable}" -m gdstudio "$@"; }}\n{command}'
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment(**more), capture_output=True, check=False
    )


def start(code: str, *arguments: str, **settings: Any) -> subprocess.Popen[bytes]:
    """Start Python with a line of code that calls the program."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **settings,
    )

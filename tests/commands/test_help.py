"""What --help and --version must not cost."""

import subprocess
import sys

import pytest

from tests.patience import PROGRAM_S

_LOADED = """
import sys
from gdstudio.cli import main
code = main(sys.argv[1:])
print({"numpy", "PySide6", "pyqtgraph", "PIL"} & set(sys.modules) or "nothing", file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("train", "--help")])
def test_that_help_and_version_load_no_library_and_need_no_display(arguments):
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        env={},
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == "nothing\n"
    assert "gdstudio" in done.stdout

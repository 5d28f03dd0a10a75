import subprocess
import sys
import time

import pytest

from gdstudio.studio.selftest.selftest import time_limit
from tests.patience import PROGRAM_S

_HANG = """
import time
from gdstudio.studio.selftest.selftest import time_limit

with time_limit(0.3, lambda: "selftest: training"):
    time.sleep(100)
"""


def test_that_what_hangs_is_ended_with_one_line_that_names_it():
    done = subprocess.run(
        [sys.executable, "-c", _HANG],
        capture_output=True,
        text=True,
        timeout=PROGRAM_S,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "gdstudio: error: selftest: training: not over after 0.3 s\n"


def test_that_what_ends_in_time_is_left_alone():
    with time_limit(0.05, lambda: "nothing"):
        pass
    time.sleep(0.1)  # the process lives on


def test_that_an_exception_passes_and_takes_the_limit_away():
    with pytest.raises(ValueError, match="mine"), time_limit(0.05, lambda: "nothing"):
        raise ValueError("mine")
    time.sleep(0.1)

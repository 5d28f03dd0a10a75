"""The moments of a saved run that are looked at one after the other."""

from __future__ import annotations

import argparse
import math
from typing import Final

from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.commands.past import past_of
from gdstudio.jobs.past_costs import nearest_moments
from gdstudio.learning.moment import Moment

_MOST: Final = 20  # spread evenly over the steps


def some_moments(args: argparse.Namespace, opened: OpenedRun) -> list[Moment]:
    """Return some of the moments that a run has kept, the one it was left at included.

    Raises:
        FileError: The file holds none.
    """
    moments = past_of(args.run, opened.run_file)
    return nearest_moments(moments, max(math.ceil(moments.last_step / _MOST), 1))

"""Where the frozen program begins; `python -m gdstudio` begins in gdstudio/__main__.py.

Its worker processes begin here too: whoever starts one starts "Python", and in a frozen program
that is this very file. It must see that it is to be a worker, and not open a window.
"""

import sys

from gdstudio.commands.interruption import leave_on_signals

_LOKY = "joblib.externals.loky.backend"


def become_a_worker_if_asked() -> None:
    """Do what a worker of joblib does, and end the process, if that is what this one is for."""
    import importlib
    import re
    import runpy

    if sys.argv[1:3] == ["-m", f"{_LOKY}.popen_loky_posix"]:
        del sys.argv[1:3]
        runpy.run_module(f"{_LOKY}.popen_loky_posix", run_name="__main__", alter_sys=True)
        sys.exit()
    # What counts the memory that workers share is started with a line of Python, this one.
    tracker_line = (
        rf"from ({re.escape(_LOKY)}\.\w*resource_tracker) import main; main\((\d+), (\w+)\)"
    )
    asked = re.fullmatch(tracker_line, sys.argv[-1]) if sys.argv[-2:-1] == ["-c"] else None
    if asked:
        tracker = importlib.import_module(asked[1])
        tracker.main(int(asked[2]), asked[3] not in ("0", "False"))
        sys.exit()


if __name__ == "__main__":
    leave_on_signals()  # before anything else is loaded, which takes its time
    import multiprocessing

    # A worker needs nothing of this file, and would look for it by its name.
    del __file__
    multiprocessing.freeze_support()
    become_a_worker_if_asked()

    from gdstudio.__main__ import main

    sys.exit(main())

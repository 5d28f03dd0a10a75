"""Where the frozen program begins; `python -m gdstudio` begins in gdstudio/__main__.py."""

import multiprocessing
import os
import sys

if __name__ == "__main__":
    # A child process of multiprocessing starts this same file and must become a worker here.
    multiprocessing.freeze_support()
    if sys.stdout is None:  # Windows gives a program without a console no streams at all
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")

    from gdstudio.cli import main

    sys.exit(main())

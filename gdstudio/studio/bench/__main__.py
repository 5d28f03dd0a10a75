"""Opens the window, in this process, and prints when what was there, as one JSON line.

It is given the seconds of `time.monotonic` at which its command came.
"""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # as the program does before it imports its window
    from gdstudio.studio.bench.start_probe import main

    main(float(sys.argv[1]))

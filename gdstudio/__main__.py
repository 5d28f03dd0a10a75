"""Where the program begins: `python -m gdstudio`, and the command `gdstudio`."""

import sys

from gdstudio.commands.interruption import leave_on_signals


def main() -> int:
    """Do what the command line says; return the exit code."""
    leave_on_signals()  # before anything else is loaded, which takes its time
    from gdstudio.cli import main as do_job

    return do_job()


if __name__ == "__main__":
    sys.exit(main())

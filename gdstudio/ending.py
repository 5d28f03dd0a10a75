"""Which signals ask for an end of the program, and with what exit code it then ends.

Imports next to nothing: signals are listened to before anything else of the program is loaded.
"""

from __future__ import annotations

# The module `signal` has the same and takes longer to load than all that goes before it.
import _signal as signal  # type: ignore[import-not-found]

TYPE_CHECKING = False  # typing's own would first have to be imported
if TYPE_CHECKING:
    from typing import Final

EXIT_CODE: Final = 130
_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")  # HUP: the terminal has gone; not on Windows


def ending_signals(*more: str) -> tuple[int, ...]:
    """Return the signals by which somebody wants an end; with the names of `more`, those too.

    Those that whoever started the program wants ignored, as nohup does, are none of them, nor are
    names that the system does not know.
    """
    known = (getattr(signal, name) for name in (*_NAMES, *more) if hasattr(signal, name))
    return tuple(number for number in known if signal.getsignal(number) != signal.SIG_IGN)

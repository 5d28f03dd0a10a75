"""A screen of any size, depth and ability, for one program at a time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def virtual_screen(screen: str, *options: str) -> Iterator[dict[str, str]]:
    """Start Xvfb; give the environment in which a program shows its windows there.

    Args:
        screen: Width, height and bits a pixel, e.g. "1024x768x24".
        *options: More arguments of Xvfb, e.g. "-extension", "GLX".
    """
    reading, writing = os.pipe()
    fixed = ("-displayfd", str(writing), "-nolisten", "tcp", "-noreset")
    server = subprocess.Popen(
        ["Xvfb", *fixed, "-screen", "0", screen, *options],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()  # empty if the server died
        assert number, f"Xvfb did not start with {screen} {' '.join(options)}"
        taken = ("WAYLAND_DISPLAY", "XAUTHORITY", "PYOPENGL_PLATFORM", "QT_XCB_GL_INTEGRATION")
        environment = {name: text for name, text in os.environ.items() if name not in taken}
        yield environment | {
            "DISPLAY": f":{number}",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_SESSION_TYPE": "x11",
        }
    finally:
        server.terminate()
        server.wait()


def private_folders(folder: Path) -> dict[str, str]:
    """Return the environment in which a program keeps everything in `folder`."""
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME")
    return dict.fromkeys(names, str(folder))

"""Is there a screen to open a window on? Asked before Qt is, which would end the program."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_NEEDS_SCREEN: Final = ("xcb", "wayland", "wayland-egl")


def has_display(environment: Mapping[str, str] | None = None) -> bool:
    """Tell whether a window can be opened; screens across a network are believed in."""
    if not sys.platform.startswith("linux"):
        return True
    variables = os.environ if environment is None else environment
    platform = variables.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform and platform not in _NEEDS_SCREEN:
        return True
    return _has_wayland(variables) or _has_x(variables.get("DISPLAY", ""))


def _has_wayland(variables: Mapping[str, str]) -> bool:
    name = variables.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(variables.get("XDG_RUNTIME_DIR", "/")) / name).exists()


def _has_x(display: str) -> bool:
    host, _, number = display.partition(":")
    if not number:
        return False
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number.partition('.')[0]}"
    return _answers(path) or _answers(f"\0{path}")


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        return connection.connect_ex(address) == 0

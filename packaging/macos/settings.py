"""What dmgbuild puts into the disk image: the program and a way to the folder of programs.

NOT TESTED ON MACOS; see README.md beside it.
"""

NAME = "Gradient Descent Studio.app"

files = [f"build/frozen/{NAME}"]
symlinks = {"Applications": "/Applications"}
format = "ULMO"  # noqa: A001 - dmgbuild's own name;  compressed by LZMA; macOS 10.15 or later
window_rect = ((200, 200), (560, 320))
icon_size = 96
icon_locations = {NAME: (150, 140), "Applications": (410, 140)}

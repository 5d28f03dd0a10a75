"""What goes into the frozen program and what stays out, as plain lists and functions.

The spec file asks these; the tests hold them against what the program imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Final

# Imported by name while running, so that PyInstaller cannot see them.
HIDDEN_IMPORTS: Final = (
    # Its hook brings only GLX; in a Wayland session PyOpenGL needs EGL.
    "OpenGL.platform.egl",
    "OpenGL.platform.glx",
    # joblib's workers are started as these: see entry.py.
    "joblib.externals.loky.backend.popen_loky_posix",
    "joblib.externals.loky.backend.resource_tracker",
)

# Python packages and modules that nothing in the program needs.
EXCLUDED_MODULES: Final = (
    # readline is GPL-3 and would make the whole package so; the others open no window here
    "readline",
    "curses",
    "tkinter",
    "PIL.ImageTk",
    "PIL._imagingtk",
    # no network, no database
    "ssl",
    "_ssl",
    "sqlite3",
    # compressions that the program does not use, whose libraries have other names on other systems
    "bz2",
    "_bz2",
    "lzma",
    "_lzma",
    "PySide6.QtNetwork",
    # tools of developers
    "PySide6.QtTest",
    "IPython",
    "jupyter_rfb",
    "matplotlib",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pytest",
    "joblib.test",
    "onnx",
    "dask",
    "distributed",
    "setuptools",
    "pip",
    "numpy.f2py",
    "OpenGL.GLES1",
    "OpenGL.GLES2",
    "OpenGL.GLES3",
    "OpenGL.GLUT",
    "OpenGL.Tk",
    # what libraries take if it is there; the environment of the build has it for other reasons
    "defusedxml",
    "typing_extensions",
    # a format of pictures that nobody drops on the canvas, for 5 MB
    "PIL.AvifImagePlugin",
    "PIL._avif",
)

# Qt's plugins by kind; a kind that is not named stays out.
QT_PLUGINS: Final = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "imageformats": ("qsvg", "qjpeg", "qwebp", "qgif", "qico"),  # PNG and BMP are within QtGui
    "iconengines": ("qsvgicon",),
    "platformthemes": ("qgtk3", "qxdgdesktopportal"),
    "platforminputcontexts": (
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    ),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl", "shm-emulation-server"),
    "wayland-shell-integration": ("xdg-shell",),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}

# Parts of paths of files that come along with packages and are not used.
UNWANTED_DATA: Final = (
    "PySide6/Qt/translations/",
    "/tests/",
    "/examples/",
    "/qml/",
    "/metatypes/",
    "numpy/_core/_multiarray_tests",
    # colour maps that the program does not use and that have licences of their own
    "pyqtgraph/colors/maps/turbo",
    "pyqtgraph/colors/maps/PAL-relaxed",
)

# Libraries of the system that are carried along: Python's own, the small ones of X11 that many
# desktops lack, and the pair of xkbcommon, which must be of one version. Everything else a desktop
# has, and an old copy beside a new one breaks: Mesa needs a new libstdc++, GTK its own GLib.
CARRIED_LIBRARIES: Final = (
    "libpython3*.so*",
    "libcrypto.so*",
    "libffi.so*",
    "libstdc++.so*",
    "libgcc_s.so*",
    "libxcb-cursor.so*",
    "libxcb-icccm.so*",
    "libxcb-image.so*",
    "libxcb-keysyms.so*",
    "libxcb-render-util.so*",
    "libxcb-util.so*",
    "libxcb-xkb.so*",
    "libxkbcommon.so*",
    "libxkbcommon-x11.so*",
)

_SYSTEM_FOLDERS: Final = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/")


def is_wanted_plugin(destination: str) -> bool:
    """Return whether a file of Qt's plugin folder stays; True for every file outside of it."""
    parts = PurePosixPath(destination.replace("\\", "/")).parts
    if "plugins" not in parts or "PySide6" not in parts:
        return True
    kind, name = parts[parts.index("plugins") + 1], parts[-1].split(".")[0]
    wanted = QT_PLUGINS.get(kind, ())
    return any(name in (plugin, f"lib{plugin}") for plugin in wanted)


def is_carried(destination: str, source: str) -> bool:
    """Return whether a library taken from the system is carried along; True for all others."""
    name = PurePosixPath(destination).name
    from_system = source.startswith(_SYSTEM_FOLDERS) and ".so" in name
    if not from_system or "lib-dynload" in source:
        return True
    return any(fnmatch(name, pattern) for pattern in CARRIED_LIBRARIES)


def is_wanted(destination: str, source: str) -> bool:
    """Return whether a file belongs in the frozen folder.

    Args:
        destination: Its path within the folder.
        source: Where it is taken from.
    """
    here = destination.replace("\\", "/")
    return (
        not any(part in here for part in UNWANTED_DATA)
        and is_wanted_plugin(here)
        and is_carried(here, source)
    )


def wanted(
    entries: Iterable[tuple[str, str, str]], imports_of: Callable[[str], Iterable[str]]
) -> list[tuple[str, str, str]]:
    """Return PyInstaller's entries without unwanted files, and without what only those needed.

    Args:
        entries: Of (destination, source, kind) each; of a link the source is where it leads.
        imports_of: Gives the names of the libraries that a binary is linked to.
    """
    links = [entry for entry in entries if entry[2] == "SYMLINK"]
    files = [entry for entry in entries if entry[2] != "SYMLINK" and is_wanted(*entry[:2])]
    libraries = {PurePosixPath(e[0]).name: e for e in files if _is_library(e[0], e[2])}
    kept = [entry for entry in files if PurePosixPath(entry[0]).name not in libraries]
    for entry in kept:  # grows while it is walked: what a library needs is looked at in its turn
        if entry[2] in ("BINARY", "EXTENSION"):
            needed = [PurePosixPath(name).name for name in imports_of(entry[1])]
            kept += [libraries.pop(name) for name in needed if name in libraries]
    present = {entry[0] for entry in kept}
    return kept + [e for e in links if str(PurePosixPath(e[0]).parent / e[1]) in present]


def _is_library(destination: str, kind: str) -> bool:
    """Return whether a file is there for others only: no plugin, and not Python itself."""
    alone = "/plugins/" in destination or "libpython" in destination
    return kind == "BINARY" and not alone

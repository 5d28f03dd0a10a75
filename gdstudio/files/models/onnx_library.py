"""The library for ONNX, which is an extra: `gdstudio[onnx]`."""

from __future__ import annotations

from types import ModuleType

from gdstudio.errors import GdstudioError
from gdstudio.texts import Text


def onnx_library() -> ModuleType:
    """Return the library.

    Raises:
        GdstudioError: It is not installed.
    """
    try:
        import onnx
    except ImportError as error:
        told = Text("files of ONNX need its library: pip install {0}", "'gdstudio[onnx]'")
        raise GdstudioError(told) from error
    return onnx

"""Frames a second of both 3-D views while a surface is turned, each frame painted to the end.

    python tests/benchmarks/bench_surface_view.py              on the screen there is
    QT_QPA_PLATFORM=offscreen python tests/...                 only the software view

For Mesa's software renderer: LIBGL_ALWAYS_SOFTWARE=1 on a virtual X screen with GLX.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from gdstudio.landscape.box import HeightScale
from gdstudio.landscape.marks import SurfaceMarker, SurfacePath
from gdstudio.landscape.mesh import SurfaceMesh, surface_mesh
from gdstudio.studio.views.opengl_platform import share_opengl_contexts
from gdstudio.studio.views.surface_factory import create_surface_view
from gdstudio.studio.views.surface_view import SurfaceView


def himmelblau(n: int) -> SurfaceMesh:
    x = np.linspace(-5, 5, n)
    grid_x, grid_y = np.meshgrid(x, x)
    z = (grid_x**2 + grid_y - 11) ** 2 + (grid_x + grid_y**2 - 7) ** 2
    return surface_mesh(x, x, z, scale=HeightScale.LOG)


def frames_per_second(view: SurfaceView, frames: int) -> tuple[float, float]:
    """Return the mean rate and the slowest frame in ms; `repaint` returns when all is painted."""
    app = QApplication.instance()
    assert app is not None
    slowest, begin = 0.0, time.perf_counter()
    for _ in range(frames):
        start = time.perf_counter()
        view.set_camera(view.camera().turned(3, 0))
        app.processEvents()
        slowest = max(slowest, time.perf_counter() - start)
    return frames / (time.perf_counter() - begin), slowest * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=120)
    frames = parser.parse_args().frames
    share_opengl_contexts()
    app = QApplication([])
    print("view                 grid  path points  frames/s  slowest ms")
    for use_gl in (True, False):
        for n, n_path in ((51, 0), (101, 0), (101, 1000)):
            view, _ = create_surface_view(None, use_gl=use_gl)
            view.resize(600, 500)
            mesh = himmelblau(n)
            view.set_surface(mesh)
            view.set_axis_titles("x", "y", "cost")
            angle = np.linspace(0, 20, max(n_path, 1))[:, None]
            points = mesh.drape(np.hstack([np.cos(angle), np.sin(angle)]) * angle / 5)
            if n_path:
                view.set_paths([SurfacePath(points, "#c04a00")])
                view.set_markers([SurfaceMarker(points[-1], "#c04a00", current=True)])
            view.show()
            app.processEvents()
            rate, slowest = frames_per_second(view, frames)
            name = type(view).__name__
            print(
                f"{name:20} {n:4}  {len(points) if n_path else 0:11}  {rate:8.1f}  {slowest:10.1f}"
            )
            view.close()


if __name__ == "__main__":
    main()

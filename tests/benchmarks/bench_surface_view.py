"""Pictures a second of both 3-D views while a surface is turned, each painted to the end.

    python tests/benchmarks/bench_surface_view.py              on the screen there is
    QT_QPA_PLATFORM=offscreen python tests/...                 only the software view

For Mesa's software renderer: LIBGL_ALWAYS_SOFTWARE=1 on a virtual X screen with GLX.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.marks import SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.studio.views.surface.opengl_platform import share_opengl_contexts
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay
from gdstudio.studio.views.surface.surface_view import SurfaceView

COLOUR = "#c04a00"


def himmelblau(n: int) -> SurfaceMesh:
    x = np.linspace(-5, 5, n)
    grid_x, grid_y = np.meshgrid(x, x)
    z = (grid_x**2 + grid_y - 11) ** 2 + (grid_x + grid_y**2 - 7) ** 2
    return surface_mesh(x, x, z, scale=HeightScale.LOG)


class PaintCounter(QObject):
    """Counts the pictures that were really painted."""

    n_paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n_paints += event.type() == QEvent.Type.Paint
        return False


def shown_view(use_gl: bool, n: int, with_path: bool) -> SurfaceView:
    view = SurfaceView(use_gl)
    view.resize(600, 500)
    mesh = himmelblau(n)
    view.set_surface(mesh)
    view.set_axis_titles("x", "y", "cost")
    if with_path:
        angle = np.linspace(0, 20, 1000)[:, None]
        points = mesh.drape(np.hstack([np.cos(angle), np.sin(angle)]) * angle / 5)
        view.set_paths([SurfacePath(points, COLOUR)])
        view.set_markers([SurfaceMarker(points[-1], COLOUR, current=True)])
    view.show()
    QTest.qWaitForWindowExposed(view)
    return view


def measure(view: SurfaceView, frames: int) -> tuple[float, float, float]:
    """Return pictures a second, the slowest in ms, and processor time of one in ms."""
    app = QApplication.instance()
    assert app is not None
    counter = PaintCounter()
    view.findChildren(SurfaceOverlay)[0].installEventFilter(counter)
    slowest, begin, worked = 0.0, time.perf_counter(), time.process_time()
    while counter.n_paints < frames:
        start, n_before = time.perf_counter(), counter.n_paints
        view.set_camera(view.camera().turned(3, 0))
        while counter.n_paints == n_before:
            app.processEvents()
        slowest = max(slowest, time.perf_counter() - start)
    passed, worked = time.perf_counter() - begin, time.process_time() - worked
    return frames / passed, slowest * 1e3, worked / frames * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=120)
    frames = parser.parse_args().frames
    share_opengl_contexts()
    app = QApplication([])
    kinds = (False,) if app.platformName() == "offscreen" else (True, False)
    print(f"{'view':20} {'grid':>5} {'path':>5} {'frames/s':>9} {'slowest ms':>11} {'cpu ms':>7}")
    for use_gl in kinds:
        for n, with_path in ((51, False), (101, False), (101, True)):
            view = shown_view(use_gl, n, with_path)
            rate, slowest, worked = measure(view, frames)
            name, path = type(view).__name__, "1000" if with_path else "-"
            print(f"{name:20} {n:5} {path:>5} {rate:9.1f} {slowest:11.1f} {worked:7.1f}")
            view.close()


if __name__ == "__main__":
    main()

"""Notes when what is there as the window opens."""

from __future__ import annotations

import json
import time

from PySide6.QtCore import QEvent, QObject, Slot

from gdstudio.studio.bench.bench_window import open_window, resident_mb, run_until
from gdstudio.studio.bench.switch_clock import measure_switches
from gdstudio.studio.main_window import MainWindow

_LONGEST_S = 60


class StartProbe(QObject):
    """Notes the first painted window, the digits' arrival and the first training step.

    Attributes:
        figures: For each of "painted", "loaded" and "first_step" the seconds since the command
            ("..._seconds"), those that all threads have worked ("..._cpu_seconds"), and the MB held
            ("..._mb").
    """

    def __init__(self, begun_s: float, window: MainWindow) -> None:
        super().__init__()
        self._begun_s, self._window = begun_s, window
        self.figures: dict[str, float | None] = {}
        window.learn.weights_view.installEventFilter(self)
        window.runs.moved.connect(self._on_runs_moved)

    @property
    def is_over(self) -> bool:
        """True when all is noted."""
        return "first_step_seconds" in self.figures

    def _note(self, what: str) -> None:
        if f"{what}_seconds" not in self.figures:
            self.figures[f"{what}_seconds"] = time.monotonic() - self._begun_s
            self.figures[f"{what}_cpu_seconds"] = time.process_time()
            self.figures[f"{what}_mb"] = resident_mb()

    @Slot()
    def _on_runs_moved(self) -> None:
        if "loaded_seconds" not in self.figures:
            self._note("loaded")
            self._window.runner.toggle_running()
        elif self._window.runs.step > 0:
            self._note("first_step")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first painting of the last card in the layout."""
        if event.type() == QEvent.Type.Paint:
            self._note("painted")
        return super().eventFilter(watched, event)


def main(begun_s: float) -> None:
    """Start as the program does and print the figures; the command came at `time.monotonic` so."""
    with open_window() as window:
        probe = StartProbe(begun_s, window)
        run_until(lambda: "painted_seconds" in probe.figures, _LONGEST_S, "the first picture")
        window.load()
        run_until(lambda: probe.is_over, _LONGEST_S, "the first training step")
        window.runner.toggle_running()
        run_until(lambda: not window.runs.is_running, _LONGEST_S, "the pause")
        switches = measure_switches(window)
    print(json.dumps({**probe.figures, "switches": switches}))

"""The legend of the cost plot: what an entry paints, and how much room it needs."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.views.cost_plot.curves import Curve
from gdstudio.studio.views.cost_plot.legend import CostLegend, LegendEntry
from tests.studio.painted import painted, painting_differs

KEPT = Path(__file__).parent / "painted"


@pytest.fixture
def make_entry(qtbot):
    def make(curve):
        entry = LegendEntry(curve, "Name of a curve", "Name")
        qtbot.addWidget(entry)
        entry.set_value("0.1234")
        entry.resize(entry.sizeHint())
        return entry

    return make


@pytest.mark.parametrize("curve", list(Curve), ids=lambda curve: curve.name.lower())
def test_that_an_entry_is_painted_as_it_is_kept(make_entry, curve):
    assert painting_differs(KEPT / f"legend_{curve.name.lower()}.txt", make_entry(curve)) == ""


def test_that_a_narrow_entry_has_its_short_name_and_all_of_its_value(make_entry):
    entry = make_entry(Curve.TEST_COST)
    entry.resize(entry.minimumSizeHint())
    assert painting_differs(KEPT / "legend_narrow.txt", entry) == ""


def test_that_a_hidden_curve_is_faded_but_the_focus_is_seen(make_entry, qtbot):
    entry = make_entry(Curve.BATCH)
    entry.setChecked(False)
    entry.show()
    entry.activateWindow()
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is entry)
    assert painting_differs(KEPT / "legend_hidden_in_focus.txt", entry) == ""


@pytest.mark.parametrize("width", [900, 560, 400])
def test_that_all_names_of_the_legend_are_whole_or_all_are_short(qtbot, width):
    host, legend = QWidget(), CostLegend()
    qtbot.addWidget(host)
    legend.setParent(host)
    legend.resize(width, 300)
    host.show()
    QApplication.processEvents()
    written = [line.split("'")[1] for line in painted(legend) if line.startswith("text")]
    names = written[::2]
    assert names[:2] == ["batch", "smoothed"]
    whole = ["training cost", "test cost", "training acc.", "test accuracy"]
    assert names[2:] == (whole if width != 560 else ["train", "test", "train acc.", "test acc."])

"""Findings and papers as the window shows them."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QLabel

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.experiment import Finding
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.paper_view import PaperView

FINDINGS = (
    Finding("Z-1", "It fits.", "They fit.", "99.9 % at step 900", True),
    Finding("Z-2", "It is fast.", "", "12 epochs", False),
    Finding("Z-3", "It scales.", "It does.", "one width only", None),
)


def verdicts(view):
    """Return what readers of the screen are told of each finding."""
    names = [label.accessibleName() for label in view.widget().findChildren(QLabel)]
    return [name for name in names if name]


@pytest.fixture
def view(qtbot):
    view = FindingsView()
    qtbot.addWidget(view)
    view.resize(900, 200)
    return view


def test_that_each_verdict_is_a_word(view):
    view.set_findings(FINDINGS)
    said = ["Z-1: holds", "Z-2: does not hold", "Z-3: cannot tell"]
    assert verdicts(view) == said
    put_on(DARK)
    assert verdicts(view) == said
    assert {"holds", "does not hold", "cannot tell"} <= {
        label.text() for label in view.findChildren(QLabel)
    }


def test_that_claim_paper_and_measurement_stand_side_by_side(view):
    view.set_findings(FINDINGS)
    texts = {label.text() for label in view.findChildren(WrappedText)}
    assert {"It fits.", "They fit.", "99.9\u00a0% at step 900"} <= texts
    assert "–" in texts  # the second has no paper


def test_that_no_findings_say_when_there_will_be_some(view):
    view.set_findings(FINDINGS)
    view.set_findings(())
    assert verdicts(view) == []
    assert any("at the end" in label.text() for label in view.findChildren(WrappedText))


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=list(EXPERIMENTS))
def test_that_every_experiment_names_paper_differences_and_links(qtbot, experiment):
    paper = PaperView()
    qtbot.addWidget(paper)
    paper.set_experiment(experiment)
    assert paper.did.text() == experiment.paper
    assert paper.scaled.text() == experiment.scaled_down
    for reference in experiment.references:
        assert f'href="{reference.address}"' in paper.references.text()
        with qtbot.waitSignal(paper.link_activated) as told:
            paper.references.linkActivated.emit(reference.address)
        assert told.args == [QUrl(reference.address)]

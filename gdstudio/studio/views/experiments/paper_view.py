"""What the paper did, what is scaled down here, and where to read it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.experiments.experiment import Experiment, Reference
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.texts import TextTable, texts_figure
from gdstudio.studio.theme import Theme
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, Part, called, in_column, label
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.reaching_scroll import PanelScroll


class PaperView(FollowsLook, PanelScroll):
    """Shows what stands behind an experiment.

    Signals:
        link_activated(object): The QUrl of a reference that the user wants to read.
    """

    link_activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self.did, self.scaled = WrappedText(), WrappedText()
        self.references = called(QLabel(), self.tr("References"))
        self.references.setWordWrap(True)
        self.references.setTextFormat(Qt.TextFormat.RichText)
        self.references.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.references.linkActivated.connect(self._on_references_link_activated)
        self.setAccessibleName(self.tr("The paper"))
        body = QWidget()
        body.setObjectName("panelBody")
        texts: list[Part] = []
        for title, text in (
            (self.tr("What the paper did"), self.did),
            (self.tr("What is scaled down here"), self.scaled),
            (self.tr("To read"), self.references),
        ):
            texts += [label("cardTitle", title), text, 4]
        in_column(*texts, STRETCH, of=body, spacing=4, margins=(0, 0, 6, 0))
        self.setWidget(body)
        self.follow_look()

    def set_experiment(self, experiment: Experiment) -> None:
        """Show this one."""
        self._experiment = experiment
        self.did.set_text(experiment.paper)
        self.scaled.set_text(experiment.scaled_down)
        self.look_changed()

    def figure(self) -> Figure | None:
        """Return what is read; None before an experiment is chosen."""
        one = self._experiment
        if one is None:
            return None
        sources = [
            f"{ref.authors} ({ref.year}), {ref.title}, {ref.where}, {ref.address}"
            for ref in one.references
        ]
        parts = (
            (self.tr("What the paper did"), [self.did.text()]),
            (self.tr("What is scaled down here"), [self.scaled.text()]),
            (self.tr("To read"), sources),
        )
        rows = tuple((title, text) for title, texts in parts for text in texts)
        header = (self.tr("What"), self.tr("Text"))
        return texts_figure("paper", told(one.title), (), TextTable(header, rows))

    def look_changed(self) -> None:
        """Colour the links anew."""
        if self._experiment is not None:
            lines = [_cited(one, self.theme) for one in self._experiment.references]
            self.references.setText("<br>".join(lines))

    @Slot(str)
    def _on_references_link_activated(self, address: str) -> None:
        self.link_activated.emit(QUrl(address))


def _cited(reference: Reference, theme: Theme) -> str:
    link = f'<a href="{reference.address}" style="color: {theme.accent};">{reference.title}</a>'
    return f"{reference.authors} ({reference.year}), {link}, {reference.where}"

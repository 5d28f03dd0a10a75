"""Which plane of the network's loss surface is drawn, how, and what over it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from gdstudio.jobs.plane_request import PLANE_KINDS, PlaneKind, PlaneRequest
from gdstudio.learning.network import Network
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, explained, in_column, label
from gdstudio.studio.views.common.overlay_boxes import OverlayBoxes
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.landscape.plane_fields import PlaneFields

PLANE_OVERLAYS: Final = ("log_height", "path", "earlier", "gaps", "walk")


class PlaneKindChooser(QWidget):
    """Chooses one of `PLANE_KINDS`; the sentence says what it is, or why it cannot be had.

    Signals:
        kind_chosen(str): The user chose this kind.
    """

    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._available: frozenset[str] = frozenset(PLANE_KINDS)
        tip = self.tr("The plane through all parameters that is drawn")
        self.box = called(ChoiceBox(self._titles().items()), self.tr("Plane"), tip)
        self.note = WrappedText("muted", lines=2)
        in_column(self.box, self.note, of=self, spacing=4)
        self.setFocusProxy(self.box)
        self.box.currentIndexChanged.connect(self._on_box_chosen)
        self._show_note()

    def kind(self) -> PlaneKind:
        """Return the kind shown."""
        kind: PlaneKind = self.box.shown_value()
        return kind

    def is_available(self) -> bool:
        """Return whether the kind shown can be had."""
        return self.kind() in self._available

    def set_kind(self, kind: PlaneKind) -> None:
        """Show a kind; nothing is emitted."""
        self.box.show_value(kind)
        self._show_note()

    def set_available(self, kinds: Set[str]) -> None:
        """Tell which kinds can be had; the others can be read of, not chosen."""
        self._available = frozenset(kinds)
        model = self.box.model()
        assert isinstance(model, QStandardItemModel)
        for i, kind in enumerate(PLANE_KINDS):
            there = kind in self._available
            model.item(i).setEnabled(there)
            reason = "" if there else self._reasons()[kind]
            self.box.setItemData(i, reason, Qt.ItemDataRole.ToolTipRole)
        self._show_note()

    @Slot()
    def _on_box_chosen(self) -> None:
        self._show_note()
        self.kind_chosen.emit(self.kind())

    def _show_note(self) -> None:
        texts = self._sentences() if self.is_available() else self._reasons()
        self.note.set_text(texts[self.kind()])
        self.box.setAccessibleDescription(texts[self.kind()])

    def title(self, kind: PlaneKind) -> str:
        """Return what a kind is called."""
        return self._titles()[kind]

    def _titles(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("Training path (PCA)"),
            "random": self.tr("Random directions"),
            "gradient": self.tr("Downhill and random"),
            "parameters": self.tr("Two parameters"),
            "networks": self.tr("Three runs"),
        }

    def _sentences(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("The two directions in which this run has moved most."),
            "random": self.tr("Two directions drawn by chance, through where the network is."),
            "gradient": self.tr("Straight downhill, and across it one direction drawn by chance."),
            "parameters": self.tr("Two single parameters change, all others stay as they are."),
            "networks": self.tr("The one plane that holds this run and two others."),
        }

    def _reasons(self) -> dict[PlaneKind, str]:
        return {
            "trajectory": self.tr("Needs a path of at least 4 points: train on."),
            "random": self.tr("Needs a network whose weights are not all zero."),
            "gradient": self.tr("Needs a slope: here the gradient is zero."),
            "parameters": self.tr("Needs a network of fully connected layers."),
            "networks": self.tr("Needs two other runs of the same network: keep or open some."),
        }


class PlaneOverlayChecks(OverlayBoxes):
    """One check box for each of `PLANE_OVERLAYS`."""

    def __init__(self) -> None:
        super().__init__(PLANE_OVERLAYS)
        height = self.tr("Draws the logarithm of the cost, so that low parts can be told apart")
        path = self.tr("Where the network has been, as its shadow in this plane")
        earlier = self.tr("The shadows of the runs before this one")
        gaps = self.tr("From the surface to the true cost of each point of the path")
        walk = self.tr("A walk of pure chance with the same steps: what PCA makes of nothing")
        for name, text, explanation in (
            ("log_height", self.tr("Log height"), height),
            ("path", self.tr("Path of this run"), path),
            ("earlier", self.tr("Paths of earlier runs"), earlier),
            ("gaps", self.tr("Gaps to the true cost"), gaps),
            ("walk", self.tr("Random walk control"), walk),
        ):
            explained(self.box(name), text, explanation)
        in_column(*map(self.box, PLANE_OVERLAYS), of=self, spacing=4)
        self.set_overlay("path", True)


class LandscapePanel(QWidget):
    """Shows a request for a plane and says which one the user wants.

    Signals:
        request_edited(object): The PlaneRequest that the user made; always a valid one.

    Attributes:
        remake_row: Shows how far the picture is; tells that the same one is wanted of the network
            as it is now, or none.
        overlays: What is wanted in the picture.
    """

    request_edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._request = PlaneRequest()
        self.kind_chooser = PlaneKindChooser()
        self.fields = PlaneFields()
        self.overlays = PlaneOverlayChecks()
        self.remake_row = RemakeRow()
        self.message = WrappedText("warning")
        self.kind_chooser.kind_chosen.connect(self._on_kind_chooser_kind_chosen)
        self.fields.edited.connect(self._on_fields_edited)
        self._lay_out()
        self.set_request(self._request)
        self.set_message("")

    def request(self) -> PlaneRequest:
        """Return the request that was set or emitted last.

        Its examples are never more than there are.
        """
        return replace(self._request, examples=self.fields.examples_box.shown_value())

    def set_request(self, request: PlaneRequest) -> None:
        """Show a request; nothing is emitted."""
        self._request = request
        self.kind_chooser.set_kind(request.kind)
        self.fields.set_value(request)
        self._enable_remake()

    def set_network(self, network: Network, rows: int, columns: int) -> None:
        """Tell whose parameters are named, see `ParameterFields`; nothing is emitted."""
        self.fields.names.set_network(network, rows, columns)

    def set_example_count(self, count: int) -> None:
        """Tell how many training examples there are; nothing is emitted."""
        self.fields.examples_box.set_example_count(count)

    def set_available(self, kinds: Set[str]) -> None:
        """Tell which kinds of plane can be had now; the kind shown stays."""
        self.kind_chooser.set_available(kinds)
        self._enable_remake()

    def set_message(self, text: str) -> None:
        """Show what needs attention, or nothing."""
        self.message.set_text(text)
        self.message.setVisible(bool(text))

    @Slot(str)
    def _on_kind_chooser_kind_chosen(self, _kind: str) -> None:
        self.fields.set_kind(self.kind_chooser.kind())
        if self.kind_chooser.kind() == "parameters":
            self.fields.names.propose()
        self._enable_remake()
        self._on_fields_edited()

    @Slot()
    def _on_fields_edited(self) -> None:
        request = self.fields.request()
        if request is not None and request != self._request:
            self._request = request
            self.request_edited.emit(request)

    def _enable_remake(self) -> None:
        self.remake_row.make_button.setEnabled(self.kind_chooser.is_available())

    def _lay_out(self) -> None:
        in_column(
            self.kind_chooser,
            self.fields,
            self.remake_row,
            self.message,
            4,
            label("cardTitle", self.tr("In the picture")),
            self.overlays,
            STRETCH,
            of=self,
            spacing=8,
        )

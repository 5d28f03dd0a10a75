"""Which plane of the network's loss surface is drawn, how, and what over it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.learning.network import Network
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.landscape.plane_fields import PlaneFields
from gdstudio.studio.views.landscape.plane_kind_chooser import PlaneKindChooser
from gdstudio.studio.views.landscape.plane_overlay_checks import PlaneOverlayChecks


class LandscapePanel(QWidget):
    """Shows a request for a plane and says which one the user wants.

    Signals:
        request_edited(object): The PlaneRequest that the user made; always a valid one.

    Attributes:
        remake_row: Tells that the same picture is wanted of the network as it is now, or none.
        overlays: Tells what is wanted in the picture.
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
        self._lay_out()
        self._connect()
        self.set_request(self._request)
        self.set_message("")

    def request(self) -> PlaneRequest:
        """Return the request that was set or emitted last.

        Its examples are never more than there are.
        """
        return replace(self._request, examples=self.fields.examples_box.shown_value())

    def is_shown(self, name: str) -> bool:
        """Return whether an overlay is wanted."""
        return self.overlays.is_shown(name)

    def is_log(self) -> bool:
        """Return whether the height is to be logarithmic."""
        return self.overlays.is_log()

    def set_request(self, request: PlaneRequest) -> None:
        """Show a request; nothing is emitted."""
        self._request = request
        self.kind_chooser.set_kind(request.kind)
        self.fields.set_value(request)
        self._enable_remake()

    def set_network(self, network: Network, rows: int, columns: int) -> None:
        """Tell whose parameters are named; nothing is emitted.

        Args:
            network: Its layers are looked at, nothing else.
            rows: Height of the pictures it sees.
            columns: Width of the pictures.
        """
        self.fields.set_network(network, rows, columns)

    def set_example_count(self, count: int) -> None:
        """Tell how many training examples there are; nothing is emitted."""
        self.fields.examples_box.set_example_count(count)

    def set_available(self, kinds: Set[str]) -> None:
        """Tell which kinds of plane can be had now; the kind shown stays."""
        self.kind_chooser.set_available(kinds)
        self._enable_remake()

    def set_overlay(self, name: str, shown: bool) -> None:
        """Check an overlay or not; nothing is emitted."""
        self.overlays.set_overlay(name, shown)

    def set_log(self, log: bool) -> None:
        """Check the logarithmic height or not; nothing is emitted."""
        self.overlays.set_log(log)

    @Slot(object)
    def set_progress(self, estimate: Estimate | None) -> None:
        """Show how far the picture is; None while nothing is computed."""
        self.remake_row.set_progress(estimate)

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
        heading = QLabel(self.tr("In the picture"))
        heading.setObjectName("cardTitle")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.kind_chooser)
        layout.addWidget(self.fields)
        layout.addWidget(self.remake_row)
        layout.addWidget(self.message)
        layout.addSpacing(4)
        layout.addWidget(heading)
        layout.addWidget(self.overlays)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.kind_chooser.kind_chosen.connect(self._on_kind_chooser_kind_chosen)
        self.fields.edited.connect(self._on_fields_edited)

"""The fields of a plane: directions, how wide, how finely, how many examples."""

from __future__ import annotations

from typing import Final

from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.learning.network import Network
from gdstudio.settings.settings import Settings
from gdstudio.studio.views.common.settings_form import SettingsForm
from gdstudio.studio.views.landscape.number_box import ExamplesBox, NumberBox
from gdstudio.studio.views.landscape.parameter_fields import ParameterFields

# Odd, so that the network itself is a point of the grid.
GRID_SIZES: Final = (25, 51, 101)


class PlaneFields(SettingsForm):
    """Shows the fields that matter to a kind of plane."""

    def __init__(self) -> None:
        self.names = ParameterFields()
        self.grid_box = NumberBox(GRID_SIZES, "{0} × {0}")
        self.examples_box = ExamplesBox()
        super().__init__(
            PlaneRequest(),
            (
                (("first", "second"), self.names),
                "normalization",
                "seed",
                "extent",
                (("size",), self.grid_box),
                (("examples",), self.examples_box),
            ),
        )
        self.rows.setVerticalSpacing(6)
        captions = [self.rows.labelForField(editor) for editor in self.editors.values()]
        captions = [caption for caption in captions if caption is not None]
        widest = max(caption.sizeHint().width() for caption in captions)
        for caption in captions:  # so that the fields keep their place from kind to kind
            caption.setMinimumWidth(widest)

    def request(self) -> PlaneRequest | None:
        """Return what the fields say; None while one of those shown is not accepted."""
        request = self.shown()
        assert isinstance(request, PlaneRequest)
        is_wrong = request.kind == "parameters" and not self.names.is_valid()
        return None if is_wrong else request

    def set_kind(self, kind: PlaneKind) -> None:
        """Show the fields of another kind of plane."""
        self._settings = self._settings.changed(kind=kind)
        drawn = kind in ("random", "gradient")
        for name, shown in (
            ("first", kind == "parameters"),
            ("normalization", drawn),
            ("seed", drawn),
            ("extent", drawn or kind == "parameters"),
        ):
            self.rows.setRowVisible(self.editors[name], shown)

    def set_value(self, settings: Settings) -> None:
        """Show a request; nothing is emitted."""
        assert isinstance(settings, PlaneRequest)
        super().set_value(settings)
        self.set_kind(settings.kind)

    def set_network(self, network: Network, rows: int, columns: int) -> None:
        """Tell whose parameters are named; see `ParameterFields.set_network`."""
        self.names.set_network(network, rows, columns)

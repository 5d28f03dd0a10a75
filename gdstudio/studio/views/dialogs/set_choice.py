"""The question which of several data sets in a folder is meant."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget

from gdstudio.data.find_files import SeveralSets, set_title


class SetChoice(QInputDialog):
    """Lists the sets by their titles; nothing is read before one is chosen."""

    def __init__(self, found: SeveralSets, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = {set_title(name): str(found.path / name) for name in found.choices}
        self.setWindowTitle(self.tr("Open data set"))
        self.setLabelText(self.tr("This folder holds several data sets. Which one?"))
        self.setComboBoxItems(list(self._names))
        self.setComboBoxEditable(False)

    @property
    def name(self) -> str:
        """The chosen set as `load_data_set` takes it."""
        return self._names[self.textValue()]

"""The box that names the recipe; it opens the table of networks in the place of a plain list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QStandardItemModel
from PySide6.QtWidgets import QComboBox

from gdstudio.learning.reached import KEPT_ACCURACIES, reached
from gdstudio.learning.recipes import GROUPS, NamedRecipe
from gdstudio.numerals import percent, whole
from gdstudio.studio.translation import told, tr

if TYPE_CHECKING:  # at run time not to open the window, but when it is to be seen
    from gdstudio.studio.views.training.network_chooser import NetworkChooser, Offer


class RecipeBox(QComboBox):
    """Arrows and letters choose as in any box; a click, Space or Alt+Down opens the table.

    Signals:
        trained_requested(str): Open the run of this recipe that comes with the program.
    """

    trained_requested = Signal(str)

    def __init__(self, recipes: Sequence[NamedRecipe]) -> None:
        super().__init__()
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self._recipes = {named.name: named for named in recipes}
        self._chooser: NetworkChooser | None = None  # made when it is asked for
        self._seconds: Mapping[str, float] = {}
        self._was_open = False  # until this press of the mouse
        self._offer()

    def set_epoch_times(self, seconds: Mapping[str, float]) -> None:
        """Tell how long an epoch takes here, by names of recipes, as far as it is measured."""
        self._seconds = seconds
        if self._chooser is not None:
            self._chooser.set_epoch_times(seconds)

    @property
    def chooser(self) -> NetworkChooser:
        """The table of networks, above the window."""
        from gdstudio.studio.views.training.network_chooser import NetworkChooser

        if self._chooser is None:
            chooser = NetworkChooser(self.window(), list(offers(self._recipes)), self)
            chooser.set_epoch_times(self._seconds)
            chooser.chosen.connect(self._on_chooser_chosen)
            chooser.trained_chosen.connect(self.trained_requested)
            self._chooser = chooser
        return self._chooser

    def _offer(self) -> None:
        """List the recipes in their groups, for the keys; each tells its size in a tip."""
        for title, names in GROUPS:
            found = [self._recipes[name] for name in names if name in self._recipes]
            if not found:
                continue
            self.addItem(told(title))
            heading = cast("QStandardItemModel", self.model()).item(self.count() - 1)
            heading.setEnabled(False)  # the keys pass over it
            font = QFont(self.font())
            font.setBold(True)
            heading.setFont(font)
            for named in found:
                recipe = named.recipe
                self.addItem(told(named.title), recipe.name)
                words = tr("{0}: {1} parameters, {2} epochs. What comes out: {3}.").format(
                    recipe.network_name(),
                    whole(recipe.parameter_count()),
                    recipe.epochs,
                    told(named.expected),
                )
                self.setItemData(self.count() - 1, words, Qt.ItemDataRole.ToolTipRole)

    @Slot(str)
    def _on_chooser_chosen(self, name: str) -> None:
        index = self.findData(name)
        self.setCurrentIndex(index)
        self.activated.emit(index)

    def showPopup(self) -> None:
        if not self._was_open:
            self.chooser.ask(self.currentData() or "")
        self._was_open = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note whether this click closed the table, which it is not to open again."""
        super().focusInEvent(event)
        self._was_open = self._chooser is not None and self._chooser.was_left_for(self)


def offers(recipes: Mapping[str, NamedRecipe]) -> Iterator[Offer]:
    """Yield what can be chosen: the recipes in their groups, then the trained runs."""
    for title, names in GROUPS:
        for name in names:
            if name in recipes:
                low, high = reached(name)
                span = percent(high, 1) if low == high else f"{100 * low:.1f}–{percent(high, 1)}"
                yield _offer_of(recipes[name], told(title), span)
    for name, accuracy in KEPT_ACCURACIES.items():
        if name in recipes:
            group = tr("Trained already: open at once")
            yield _offer_of(recipes[name], group, percent(accuracy), is_trained=True)


def _offer_of(named: NamedRecipe, group: str, reaches: str, *, is_trained: bool = False) -> Offer:
    from gdstudio.studio.views.training.network_chooser import Offer

    recipe = named.recipe
    return Offer(
        name=named.name,
        group=group,
        title=told(named.title),
        network=recipe.network_name(),
        parameters=recipe.parameter_count(),
        epochs=recipe.epochs,
        reaches=reaches,
        summary=told(named.summary),
        expected=told(named.expected),
        is_trained=is_trained,
    )

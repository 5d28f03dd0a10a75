"""Which class is taken for the right one of the digit, said in words, and chosen from a list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.inside.target import Origin, Target
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import called, in_row
from gdstudio.studio.views.common.settings_form import ChoiceBox

OF_ITSELF: Final = -1  # what the target is unless a class is chosen


class TargetChooser(QWidget):
    """Words, and a list of all classes.

    Attributes:
        box: The list.

    Signals:
        target_chosen(object): The class that is right, None for what it is unless one is chosen.
    """

    target_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._words = FittingLabel()
        self._words.setObjectName("muted")
        right = self.tr("The class that is right")
        self.box = called(ChoiceBox((), cuts=True), right, right)
        self.box.setMinimumContentsLength(len(self.tr("nobody knows")))
        self._words.setBuddy(self.box)
        self._choices: list[tuple[int, str]] = []
        in_row(self.box, (self._words, 1), of=self, spacing=8)
        self.box.activated.connect(self._on_box_activated)

    def set_target(
        self, target: Target | None, unless_chosen: Target | None, n_classes: int
    ) -> None:
        """Show which class is taken for the right one.

        Args:
            target: That class; None where there is none.
            unless_chosen: What it is without a choice.
            n_classes: How many there are.
        """
        first, others = self.tr("nobody knows"), list(range(n_classes))
        if unless_chosen is not None and unless_chosen.is_own_answer:
            first = self.tr("own answer")
        elif unless_chosen is not None:
            first = class_name(unless_chosen.label)
            others.remove(unless_chosen.label)
        choices = [(OF_ITSELF, first), *((k, class_name(k)) for k in others)]
        if choices != self._choices:  # a list that is open stays as it is
            self._choices = choices
            self.box.offer(choices)
        is_chosen = target is not None and target.label in others and target != unless_chosen
        self.box.show_value(target.label if is_chosen and target is not None else OF_ITSELF)
        self._words.set_forms(target_words(target))
        self._words.setToolTip(target_words(target)[0])
        self.box.setAccessibleDescription(target_words(target)[0])

    def words(self) -> str:
        """Return what is said of the target."""
        return self._words.text()

    @Slot(int)
    def _on_box_activated(self, _index: int) -> None:
        target = self.box.shown_value()
        self.target_chosen.emit(None if target == OF_ITSELF else target)


def target_words(target: Target | None) -> tuple[str, ...]:
    """Return which class is taken for the right one and who says so, the longest wording first."""
    if target is None:
        return tr("target: choose the class that is right"), tr("target:")
    name = class_name(target.label)
    short = tr("target: {0}").format(name)
    if target.is_own_answer:
        longest = tr("target: {0}, the network's own answer; choose another")
        long, middle = tr("target: {0}, the network's own answer"), tr("target: {0}, own answer")
        return longest.format(name), long.format(name), middle.format(name), short
    by_label, by_choice = tr("target: {0}, the digit's label"), tr("target: {0}, as chosen")
    text = by_label if target.origin is Origin.LABEL else by_choice
    return text.format(name), short

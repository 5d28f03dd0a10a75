"""The recipe of the run: choose a named one, or set every field."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import suppress
from math import isfinite
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.learning.architecture import count_parameters, describe
from gdstudio.learning.layers import Layer
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import NamedRecipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.numerals import numeral
from gdstudio.settings.settings import Settings
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, label
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.common.refusal import first_refused
from gdstudio.studio.views.training.not_applied_bar import NotAppliedBar
from gdstudio.studio.views.training.recipe_box import RecipeBox
from gdstudio.studio.views.training.recipe_form import RecipeForm

_COUNT_LINES: Final = 2  # of the number of parameters, as the sum of those of all layers
_WIDE: Final = 560
_LINES: Final = 3  # of the summary for which there is always room
_MARGIN: Final = 6  # pixels between fields and scroll bar
_GAP: Final = 6  # pixels between fields and bar


def parameter_sum(sizes: Sequence[int]) -> str:
    """Return how the number of parameters comes about, e.g. for (784, 16, 16, 10)."""
    pairs = list(itertools.pairwise(sizes))
    terms = [f"{a}·{b} + {b}" for a, b in pairs]
    total = sum((a + 1) * b for a, b in pairs)
    return " + ".join(terms) + f" = {total:,}"


def layer_table(layers: Sequence[Layer], heads: tuple[str, str, str]) -> str:
    """Return name, shape of the output and parameters of each layer as a table, in HTML."""
    rows = [
        (layer.name, "×".join(map(str, layer.out_shape)), f"{layer.parameter_count:,}")
        for layer in describe(layers)
    ]
    lines = [
        f"<tr><td>{name}</td><td align=right>{shape}</td><td align=right>{count}</td></tr>"
        for name, shape, count in (heads, *rows)
    ]
    return f"<table width=100%>{''.join(lines)}</table>"


class TrainingPanel(PanelScroll):
    """Shows a recipe and says which one the user wants.

    Signals:
        edited(object): The Recipe in force, after a field or the named recipe was changed.
    """

    edited = Signal(object)

    def __init__(self, recipes: Sequence[NamedRecipe]) -> None:
        super().__init__()
        self._in_shape, self._n_out = DIGIT, 10
        self._is_placing = False
        self._recipes = {named.recipe.name: named for named in recipes}
        tip = self.tr("Settings that belong together")
        self.recipe_box = called(RecipeBox(recipes), self.tr("Recipe"), tip)
        self.summary = _text("muted")
        self.form = RecipeForm()
        self.count, self.layers = _text("cardTitle"), _text("muted")
        self.message, self.rate = _text("warning"), _text("muted")
        self.not_applied = NotAppliedBar()
        self.not_applied.setParent(self)
        self._lay_out()
        # The one tells that another is chosen, the other that the one shown is chosen again.
        self.recipe_box.currentIndexChanged.connect(self._on_recipe_box_chosen)
        self.recipe_box.activated.connect(self._on_recipe_box_chosen)
        self.form.edited.connect(self._on_form_edited)
        self.form.refused.connect(self.set_message)
        self.set_recipe(recipes[0].recipe)

    def recipe(self) -> Recipe:
        """Return what the fields say.

        Raises:
            InvalidValue: A field is not accepted, or the layers do not fit the pictures.
        """
        return self._checked(self.form.value())

    def shown(self) -> Recipe | None:
        """Return the settings in force, whatever is being typed; None if they make no recipe."""
        try:
            return self._checked(self.form.shown())
        except InvalidValue:
            return None

    @property
    def is_held(self) -> bool:
        """Whether the learning rate is being moved."""
        return self.form.learning_rate.is_held

    @Slot(object)
    def set_recipe(self, recipe: Recipe) -> None:
        """Show a recipe; nothing is emitted."""
        self.form.set_value(recipe)
        with QSignalBlocker(self.recipe_box):
            self.recipe_box.setCurrentIndex(self.recipe_box.findData(recipe.name))
        self.set_message("")
        self._show_summary(recipe)
        self._show_layers(recipe)

    def choose(self, recipe: Recipe) -> None:
        """Show a recipe as if the user had chosen it."""
        self.set_recipe(recipe)
        self._on_form_edited(recipe)

    def set_data_shape(self, in_shape: PictureShape, n_out: int) -> None:
        """Tell the shape of the pictures and the number of classes, for the layers.

        Layers that do not fit these pictures make way for the first recipe.
        """
        self._in_shape, self._n_out = in_shape, n_out
        self.form.layers.set_data_shape(in_shape, n_out)
        try:
            self._show_layers(self.recipe())
        except InvalidValue:
            self.set_recipe(next(iter(self._recipes.values())).recipe)

    @Slot(str)
    def set_message(self, text: str) -> None:
        """Show what is wrong in the place of the summary, or the summary."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.summary.setVisible(not text)

    def set_not_applied(self, network: str) -> None:
        """Say that a run of this network goes on with other settings; "" if none does."""
        self.not_applied.set_run(network)
        self._place_bar()

    @Slot(object)
    def show_refused(self, error: InvalidValue) -> None:
        """Say why `recipe` refused, and give the focus to the field that is not accepted."""
        self.set_message(told(error))
        refused = first_refused(self.form)
        if refused is not None:
            refused[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(refused[0])

    def set_rate_in_force(self, learning_rate: float) -> None:
        """Show the rate of the last update where a schedule changes it; NaN if there was none."""
        text, said = "", self.tr("learning rate now {0}")
        if self.form.editors["schedule"].shown_value() != "constant" and isfinite(learning_rate):
            text = said.format(numeral(learning_rate, 3))
        if text != self.rate.text():
            self.rate.setText(text)

    @Slot()
    def _on_recipe_box_chosen(self) -> None:
        named = self._recipes.get(self.recipe_box.currentData())
        if named is None:
            return
        with suppress(InvalidValue):
            if self.form.value() == named.recipe:
                return
        self.choose(named.recipe)

    @Slot(object)
    def _on_form_edited(self, settings: Settings) -> None:
        try:
            recipe = self._checked(settings)
        except InvalidValue as error:
            self.set_message(told(error))
            return
        refused = first_refused(self.form)
        self.set_message(self._let_go() if refused is None else told(refused[1]))
        self._show_summary(recipe)
        self._show_layers(recipe)
        self.edited.emit(recipe)

    def _let_go(self) -> str:
        """Return which layers are no longer frozen because they are gone, "" if none are."""
        gone = self.form.no_longer_frozen
        if not gone:
            return ""
        if len(gone) == 1:
            text = self.tr("There is no layer {0} any more, so it is no longer frozen.")
        else:
            text = self.tr("There are no layers {0} any more, so they are no longer frozen.")
        return text.format(", ".join(map(str, gone)))

    def _checked(self, settings: Settings) -> Recipe:
        """Return a recipe whose layers fit the pictures."""
        assert isinstance(settings, Recipe)
        settings.layers(self._in_shape, self._n_out)
        return settings

    def _show_summary(self, recipe: Recipe) -> None:
        """Show what the named recipe is, or that this is no longer it."""
        named = self._recipes.get(recipe.name)
        text = ""
        if named is not None:
            is_whole = recipe.changed(seed=named.recipe.seed) == named.recipe
            changed = self.tr("Begun from “{0}”, with changes.").format(told(named.title))
            text = told(named.summary) if is_whole else changed
        self.summary.setText(text)

    def _show_layers(self, recipe: Recipe) -> None:
        """Show what the parameters are those of, if the layers fit the pictures."""
        try:
            layers = recipe.layers(self._in_shape, self._n_out)
        except InvalidValue:
            return  # told where the recipe is asked for
        if recipe.architecture:
            count = f"{count_parameters(layers):,}"
            heads = (self.tr("layer"), self.tr("gives"), self.tr("parameters"))
            self.layers.setText(layer_table(layers, heads))
        else:
            count = parameter_sum((self._in_shape.size, *recipe.hidden, self._n_out))
        self.layers.setVisible(bool(recipe.architecture))
        self.count.setText(self.tr("{0} parameters").format(count))

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        above = (self.recipe_box, self.summary, self.message, self.count, 3, self.form)
        self.form.rows.addRow(self.rate)
        below = (self.layers, STRETCH)
        in_column(*above, *below, of=body, spacing=1, margins=(0, 0, _MARGIN, 0))
        self.setWidget(body)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _keep_room(self) -> None:
        """Give the summary the room of the longest one, so that no field ever moves."""
        metrics, width = self.summary.fontMetrics(), self.viewport().width() - px(_MARGIN)
        wraps = Qt.TextFlag.TextWordWrap
        room = metrics.lineSpacing() * (1 if self._is_wide() else _LINES)
        for named in self._recipes.values():
            needed = metrics.boundingRect(QRect(0, 0, width, 0), wraps, named.summary)
            room = max(room, needed.height())
        for text in (self.summary, self.message):
            text.setMinimumHeight(room)
        lines = 1 if self._is_wide() else _COUNT_LINES
        self.count.setMinimumHeight(lines * metrics.lineSpacing())
        self.form.columns.set_two(self._is_wide())

    def _is_wide(self) -> bool:
        """Return whether it fills a page: its rows stand in two columns, its texts in few lines."""
        return self.viewport().width() >= px(_WIDE)

    def _place_bar(self) -> None:
        """Put the bar below the fields, always in sight, and move none of them."""
        if self._is_placing:  # margins resize the viewport, which asks for them again
            return
        self._is_placing, bar = True, self.not_applied
        for _ in range(2):  # less room may bring the scroll bar, which takes some of the width
            width = self.viewport().width()
            height = bar.heightForWidth(width)
            self.setViewportMargins(0, 0, 0, 0 if bar.isHidden() else height + px(_GAP))
        self._is_placing = False
        bar.setGeometry(0, self.height() - height, width, height)
        bar.raise_()

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of one column: two are there as long as it fills a page."""
        return super().minimumSizeHint() - QSize(self.form.columns.spare_width(), 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_room()
            self._place_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_room()
        self._place_bar()


def _text(name: str) -> QLabel:
    made = label(name)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made

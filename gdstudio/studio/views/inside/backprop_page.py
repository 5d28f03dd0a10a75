"""One step of backpropagation: forward, cost, backward, update, with the numbers of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from gdstudio.inside.places import Place
from gdstudio.inside.trust import WeightCheck
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import (
    called,
    explained,
    in_column,
    in_row,
    label,
)
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.inside.backprop_rows import rows_of
from gdstudio.studio.views.inside.backprop_steps import (
    Stage,
    Step,
    step_title,
    step_words,
    steps_of,
)
from gdstudio.studio.views.inside.batch_words import batch_tip, batch_words
from gdstudio.studio.views.inside.chain_view import ChainView, chain_of, key_words
from gdstudio.studio.views.inside.gradient_words import gradient_words
from gdstudio.studio.views.inside.inside_figures import backprop_figure
from gdstudio.studio.views.inside.matrix_view import Find, WeightField
from gdstudio.studio.views.inside.number_table import NumberTable
from gdstudio.studio.views.inside.target_chooser import TargetChooser
from gdstudio.studio.views.inside.trust_panel import TrustPanel
from gdstudio.studio.views.inside.wants_panel import WantsPanel

_SPACING: Final = 8
_ALL_PX: Final = 300  # of the page: lower, the numbers or the path give way
_LEAST_PX: Final = 250


class BackpropPage(QWidget):
    """Steps through backpropagation for a digit or a mini-batch, and follows one weight.

    Attributes:
        over: Whether a digit or a mini-batch is asked.
        stages: Forward, cost, backward or update.
        table: The numbers of the step.
        chain: The path of the weight that is followed.
        wants: The digits of the mini-batch beside one another.
        trust: Measured slopes.
        field: The name of the weight.
        gradient: What is said of the gradient by it.
        target: The class taken for the right one of the digit.

    Signals:
        over_chosen(str): "digit" or "batch".
        others_requested(): The user wants another mini-batch.
        neuron_chosen(object): The Place of a neuron whose weights are to be followed.
    """

    over_chosen = Signal(str)
    others_requested = Signal()
    neuron_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._look: BackpropLook | None = None
        self._steps: tuple[Step, ...] = steps_of(1)
        self._at = 0
        self._why = ""
        self._make_controls()
        self.chain, self.table = ChainView(), NumberTable(self.tr("Numbers of this step"))
        self.wants, self.trust = WantsPanel(), TrustPanel()
        self.gradient = in_figures(WrappedText(lines=2))
        self._title, self._words = FittingLabel(), WrappedText("muted", lines=2)
        self._reason, self._key = WrappedText("muted"), FittingLabel()
        self._key.setObjectName("muted")
        self._key.set_forms((*key_words(), ""))
        self._lay_out()
        self._connect()
        self._show_view()

    @property
    def look(self) -> BackpropLook | None:
        """What is shown; None for nothing."""
        return self._look

    @property
    def step(self) -> Step:
        """The step that is looked at."""
        return self._steps[self._at]

    def set_look(self, look: BackpropLook, why: str = "") -> None:
        """Show one step of backpropagation as it is now.

        Args:
            look: The step.
            why: Why this weight is followed; "" where somebody has named it.
        """
        layers = len(look.opened.layers)
        if self._look is None or len(self._look.opened.layers) != layers:
            self._steps = steps_of(layers)
            self._at = self._first_of(self.stages.choice())
        self._look, self._why = look, why
        self._reason.hide()
        self._body.show()
        self.field.show_weight(look.place)
        self._batch.set_forms(batch_words(look.batch))
        self._batch.setToolTip(batch_tip(look.batch))
        self.wants.set_look(look)
        self.trust.set_look(look)
        self._show_step()

    def set_reason(self, reason: str) -> None:
        """Say why there is nothing to see."""
        self._look = None
        self._reason.set_text(reason)
        self._reason.show()
        self._body.hide()

    @Slot(object)
    def set_checks(self, checks: Sequence[WeightCheck]) -> None:
        """Show measured slopes of weights at random; none for none."""
        self.trust.set_checks(checks)

    def set_find(self, find: Find) -> None:
        """Take what knows the weights of the network shown by name."""
        self.field.set_find(find)

    def figure(self) -> Figure | None:
        """Return the path of the weight, and what each digit wants; None for nothing.

        Where measured slopes are shown, return these.
        """
        look = self._look
        if self.views.choice() == "trust":
            return self.trust.figure()
        if look is None:
            return None
        wants = self.wants.view.wants if look.is_batch else None
        return backprop_figure(look, self.chain.chain, wants)

    def batch(self) -> str:
        """Return which digits the mini-batch has; "" for none."""
        return self._batch.text()

    def words(self) -> str:
        """Return what is said of the step."""
        return self._words.text()

    def reason(self) -> str:
        """Return why nothing is shown; "" if something is."""
        return "" if self._reason.isHidden() else self._reason.text()

    def _make_controls(self) -> None:
        self.over = SegmentedSwitch(
            self.tr("What is asked"),
            (
                ("digit", self.tr("This digit"), self.tr("The digit on the canvas")),
                ("batch", self.tr("Mini-batch"), self.tr("Those of the next update of the run")),
            ),
        )
        self.stages = SegmentedSwitch(
            self.tr("Part of the step"),
            (
                (Stage.FORWARD.value, self.tr("Forward"), self.tr("From the pixels to the answer")),
                (Stage.COST.value, self.tr("Cost"), self.tr("How wrong the answer is")),
                (Stage.BACKWARD.value, self.tr("Backward"), self.tr("From the cost to each layer")),
                (Stage.UPDATE.value, self.tr("Update"), self.tr("What the optimiser does")),
            ),
        )
        self.views = SegmentedSwitch(
            self.tr("What is shown below"),
            (
                ("layers", self.tr("Layer by layer"), self.tr("The numbers of this step")),
                ("wants", self.tr("Each digit"), self.tr("What each digit of the batch wants")),
                ("trust", self.tr("Trust"), self.tr("Backpropagation beside measured slopes")),
            ),
        )
        back, forth = self.tr("Back"), self.tr("Next")
        self.back = explained(QPushButton(), back, self.tr("Go one step back"))
        self.next = explained(QPushButton(), forth, self.tr("Go one step on"))
        others = self.tr("Other digits"), self.tr("Take the mini-batch after this one")
        self._others = explained(QPushButton(), *others)
        self.target, self._batch = TargetChooser(), FittingLabel()
        self._batch.setObjectName("muted")
        find = self.tr("The weight or bias to follow, by its name, e.g. W2[3,7] or b2[3]")
        self.field = called(WeightField(), self.tr("Weight"), find)
        sized(self.field, fixedWidth=110)
        in_figures(self.field)

    def _lay_out(self) -> None:
        weight = label("muted", self.tr("weight:"))
        weight.setBuddy(self.field)
        asked = in_row(
            self.over, (self.target, 1), (self._batch, 1), self._others, weight, self.field,
            spacing=_SPACING,
        )  # fmt: skip
        steps = in_row(self.stages, self.back, self.next, (self._key, 1), self.views, spacing=6)
        in_figures(self._title, bold=True)
        layers = QWidget()
        in_column(self._title, self._words, (self.table, 1), of=layers, spacing=4)
        self._stack = QStackedWidget()
        self._below = (layers, self.wants, self.trust)
        for view in self._below:
            self._stack.addWidget(view)
        self._body = QWidget()
        self._parts = in_column(
            steps, self.chain, self.gradient, (self._stack, 1), of=self._body, spacing=_SPACING
        )
        top = Qt.AlignmentFlag.AlignTop
        below = in_column((self._reason, 0, top), (self._body, 1), spacing=_SPACING)
        in_column(asked, (below, 1), of=self, spacing=_SPACING)

    def _connect(self) -> None:
        self.over.chosen.connect(self._on_over_chosen)
        self.stages.chosen.connect(self._on_stages_chosen)
        self.views.chosen.connect(self._show_view)
        self.back.clicked.connect(self._on_back_clicked)
        self.next.clicked.connect(self._on_next_clicked)
        self._others.clicked.connect(self.others_requested)
        self.table.row_chosen.connect(self._on_table_row_chosen)

    def _go_to(self, at: int) -> None:
        self._at = min(max(at, 0), len(self._steps) - 1)
        self._show_step()

    def _show_step(self) -> None:
        look, step = self._look, self.step
        self.stages.set_choice(step.stage.value)
        self.back.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._steps) - 1)
        if look is None:
            return
        title = step_title(look, step)
        count = self.tr("{0} of {1}").format(self._at + 1, len(self._steps))
        long = f"{title} ({count})"
        self._title.set_forms((f"{long}{_which(look)}", long, title, count))
        self._words.set_text(step_words(look, step))
        self.chain.set_chain(chain_of(look, step))
        self.gradient.set_text(gradient_words(look, step, self._why))
        self.table.set_rows(rows_of(look, step))

    @Slot()
    def _show_view(self) -> None:
        is_batch = self.over.choice() == "batch"
        self.target.setVisible(not is_batch)
        self._batch.setVisible(is_batch)
        self._others.setVisible(is_batch)
        self.views.button("wants").setEnabled(is_batch)
        if not is_batch and self.views.choice() == "wants":
            self.views.set_choice("layers")
        names = ("layers", "wants", "trust")
        shown = names.index(self.views.choice())
        self._stack.setCurrentIndex(shown)
        usual, none = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        for k, view in enumerate(self._below):  # what is not shown asks for no height
            view.setSizePolicy(usual, usual if k == shown else none)
        self._give_way()

    def _give_way(self) -> None:
        """Where the page is low, show the numbers below or the path, not half of each."""
        is_low = self.height() < px(_ALL_PX)
        is_path = self.views.choice() == "layers"
        self.table.setVisible(not is_low)
        for part in (self.chain, self.gradient):
            part.setVisible(is_path or not is_low)
        self._parts.setStretchFactor(self.chain, int(is_low))
        self._parts.setStretchFactor(self._stack, int(not (is_low and is_path)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    @Slot(str)
    def _on_over_chosen(self, over: str) -> None:
        self._show_view()
        self.over_chosen.emit(over)

    @Slot(str)
    def _on_stages_chosen(self, stage: str) -> None:
        self._go_to(self._first_of(stage))

    def _first_of(self, stage: str) -> int:
        return next(k for k, step in enumerate(self._steps) if step.stage.value == stage)

    @Slot()
    def _on_back_clicked(self) -> None:
        self._go_to(self._at - 1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self._go_to(self._at + 1)

    @Slot(int)
    def _on_table_row_chosen(self, row: int) -> None:
        step = self.step
        if step.layer:
            self.neuron_chosen.emit(Place(step.layer, row))
        elif step.stage is Stage.COST and self._look is not None:
            last = self._look.opened.layers[-1]
            if row < len(last.a):
                self.neuron_chosen.emit(Place(last.number, row))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(super().minimumSizeHint().width(), px(420)), px(_LEAST_PX))


def _which(look: BackpropLook) -> str:
    """Return which digit of the mini-batch the numbers are of; "" for a single one."""
    digits, k = look.digits, look.example
    if not look.is_batch:
        return ""
    label = with_article(class_name(int(digits.labels[k])))
    words = tr(" · digit {0} of {1}, {2}").format(k + 1, len(digits), label)
    if look.batch is None:
        return words
    return tr("{0} (training digit {1})").format(words, int(look.batch.which[k]))

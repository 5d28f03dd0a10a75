"""The networks to choose from: a table in groups, a field that finds, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gdstudio.numerals import rough_time, whole
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.finder import Finder
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, in_column, in_row, label

_WIDTH: Final = 900  # pixels at 100 %, as the next ones
_FACTS: Final = 230
_LEAST_FACTS: Final = 200
_BESIDE: Final = 52  # margins, the gap between the halves, a scroll bar
_GAP: Final = 14
_AWAY: Final = 8  # from the edges of the window
_OFFER: Final = Qt.ItemDataRole.UserRole
_AT: Final = Qt.AlignmentFlag
_CUT: Final = Qt.TextElideMode.ElideRight

Cells = tuple[str, str, str, str]  # of a row: title, parameters, accuracy, time
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A network that may be chosen.

    Attributes:
        name: Of its recipe.
        group: Title of the group in which it stands.
        title: Its own.
        network: Its layers, e.g. "784-16-16-10".
        parameters: How many it has.
        epochs: Of its recipe.
        reaches: Its accuracy on the test digits of MNIST, e.g. "94.6–95.1 %".
        summary: What it is and what to watch.
        expected: What comes out, with its source.
        is_trained: Whether it is the run that comes with the program, not the recipe.
    """

    name: str
    group: str
    title: str
    network: str
    parameters: int
    epochs: int
    reaches: str
    summary: str
    expected: str
    is_trained: bool = False

    def is_found_by(self, typed: str) -> bool:
        """Tell whether all words that were typed stand in what is said of it."""
        said = f"{self.title} {self.group} {self.network} {self.name} {self.summary}".casefold()
        return all(word in said for word in typed.casefold().split())


class NetworkChooser(Finder):
    """Stands beside the box that opens it; one click or Enter chooses.

    Signals:
        chosen(str): The name of a recipe.
        trained_chosen(str): The name of the recipe of a run that comes with the program.
    """

    chosen = Signal(str)
    trained_chosen = Signal(str)

    def __init__(self, window: QWidget, offers: Sequence[Offer], box: QWidget) -> None:
        """Be hidden; `box` gets the focus back."""
        super().__init__(window, tr("Find a network"), tr("Networks"))
        self._offers, self._box = offers, box
        self._seconds: Mapping[str, float] = {}
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._rows = _Rows(self.list, self._cells_of)
        self.list.setItemDelegate(self._rows)
        self.heads = _Heads(self._rows, self.list.viewport())
        self._none = label("muted", tr("No network is called so. Try fewer letters."))
        self.title, self.layers = WrappedText("cardTitle"), WrappedText()
        self.facts, self.summary = WrappedText(), WrappedText("muted")
        self._said = QWidget()
        texts = self.title, self.layers, self.facts, self.summary
        in_column(*texts, STRETCH, of=self._said, spacing=6)
        left = QWidget()
        in_column(self.heads, (self.list, 1), self._none, of=left, spacing=2)
        self._halves = in_row((left, 1), self._said, spacing=12)
        in_column(self.field, (self._halves, 1), of=self, spacing=6, margins=(10, 10, 10, 10))
        self.field.textChanged.connect(self._show_found)
        self.list.currentItemChanged.connect(self._show_facts)

    def set_epoch_times(self, seconds: Mapping[str, float]) -> None:
        """Tell how long an epoch takes here, by names of recipes, as far as it is measured."""
        self._seconds = seconds
        if self.isVisible():
            self._measure()
            self.list.viewport().update()
            self._show_facts()

    def ask(self, name: str) -> None:
        """Show itself with the recipe of that name marked."""
        self.field.clear()
        self._measure()
        self._show_found()
        self._take_place()
        self._open()
        for row in range(self.list.count()):
            offer = self._offer(row)
            if offer is not None and offer.name == name:
                self.mark(row)
                break
        self.list.scrollToItem(self.list.currentItem(), self.list.ScrollHint.PositionAtCenter)

    def choose(self) -> None:
        """Tell what is marked, and go away."""
        offer = self._offer(self.list.currentRow())
        if offer is not None:
            self.close_again()
            (self.trained_chosen if offer.is_trained else self.chosen).emit(offer.name)

    def epoch_time(self, offer: Offer) -> str:
        """Return how long an epoch takes here, in words."""
        if offer.is_trained:
            return tr("opens at once")
        seconds = self._seconds.get(offer.name)
        if seconds is None:
            return tr("not measured yet")
        return tr("about {0}").format(rough_time(seconds))

    def _give_focus_back(self) -> None:
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, row: int) -> Offer | None:
        item = self.list.item(row)
        found: Offer | None = None if item is None else item.data(_OFFER)
        return found

    def _cells_of(self, offer: Offer) -> Cells:
        return offer.title, whole(offer.parameters), offer.reaches, self.epoch_time(offer)

    def _measure(self) -> None:
        rows = [self.heads.words, *map(self._cells_of, self._offers)]
        self._rows.measure(self.list.fontMetrics(), rows)
        self.heads.update()

    @Slot()
    def _show_found(self) -> None:
        self.list.clear()
        group = ""
        for offer in self._offers:
            if not offer.is_found_by(self.field.text()):
                continue
            if offer.group != group:
                group = offer.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.list.addItem(heading)
            item = QListWidgetItem(offer.title)
            item.setData(_OFFER, offer)
            said = offer.title, offer.group, *self._cells_of(offer)[1:]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(said))
            self.list.addItem(item)
        found = self.list.count() > 0
        for widget in (self.list, self.heads, self._said):
            widget.setVisible(found)
        self._none.setVisible(not found)
        self.mark(0)

    @Slot()
    def _show_facts(self) -> None:
        offer = self._offer(self.list.currentRow())
        if offer is None:
            return
        self.title.set_text(offer.title)
        count = tr("{0}: {1} parameters").format(offer.network, whole(offer.parameters))
        self.layers.set_text(count)
        lines = "\n".join(self._lines(offer))
        self.facts.set_text(lines.replace(" %", "\N{NO-BREAK SPACE}%"))
        self.summary.set_text(offer.summary)

    def _lines(self, offer: Offer) -> list[str]:
        if offer.is_trained:
            right = tr("Trained for {0} epochs: {1} of the test digits are answered right.")
            return [
                right.format(offer.epochs, offer.reaches),
                tr("Opens at once; the present run stays among the earlier ones."),
            ]
        lines = [tr("What comes out: {0}.").format(offer.expected)]
        seconds = self._seconds.get(offer.name)
        if seconds is None:
            lines.append(tr("How long an epoch takes here is not measured yet."))
        else:
            told = tr("About {0} an epoch here, {1} for its {2} epochs.")
            time, all_of_it = rough_time(seconds), rough_time(seconds * offer.epochs)
            lines.append(told.format(time, all_of_it, offer.epochs))
        return lines

    def _take_place(self) -> None:
        """Stand at the box, inside the window, facts beside the list or, where narrow, below."""
        window = self._window
        room = window.rect().adjusted(px(_AWAY), px(_AWAY), -px(_AWAY), -px(_AWAY))
        width = min(px(_WIDTH), room.width())
        beside = width >= px(_WIDTH) * 0.9
        direction = QBoxLayout.Direction
        self._halves.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.summary.setVisible(beside)
        if beside:
            spare = width - self._rows.width - px(_BESIDE)
            self._said.setFixedWidth(min(max(spare, px(_LEAST_FACTS)), px(_FACTS)))
        else:
            self._said.setMinimumWidth(0)
            self._said.setMaximumWidth(16_777_215)
        corner = self._box.mapTo(window, self._box.rect().bottomRight())
        rows = sum(self.list.sizeHintForRow(k) for k in range(self.list.count()))
        wanted = rows + self.field.sizeHint().height() + self.heads.sizeHint().height() + px(40)
        height = min(wanted, room.height())
        place = QRect(0, 0, width, height)
        place.moveTopRight(corner)
        place.moveRight(min(max(place.right(), room.left() + width), room.right()))
        place.moveTop(max(min(place.top(), room.bottom() - height), room.top()))
        self.setGeometry(place)


class _Rows(QStyledItemDelegate):
    """A heading, or a network: its title, and at the right parameters, accuracy and time.

    Attributes:
        width: In which no cell is cut, once `measure` was called.
    """

    def __init__(self, parent: QWidget, cells_of: Callable[[Offer], Cells]) -> None:
        super().__init__(parent)
        self._cells_of = cells_of
        self._widths: tuple[int, ...] = (0, 0, 0)
        self.width = 0

    def measure(self, metrics: QFontMetrics, rows: Sequence[Cells]) -> None:
        """Give each column at the right the room of its widest cell."""
        columns = list(zip(*rows, strict=True))
        first, *others = (max(map(metrics.horizontalAdvance, column)) for column in columns)
        self._widths = tuple(others)
        self.width = px(22) + first + sum(width + px(_GAP) for width in others)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, offer = current_theme(), index.data(_OFFER)
        state, room = option.state, QRect(option.rect)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        font = QFont(option.font)
        font.setBold(offer is None)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        if offer is None:
            painter.setPen(QColor(theme.muted))
            place = room.adjusted(px(6), 0, -px(6), -px(3))
            painter.drawText(place, _AT.AlignLeft | _AT.AlignBottom, index.data())
        else:
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.accent))
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
            painter.setPen(QColor(theme.on_accent if chosen else theme.text))
            self.write(painter, room, self._cells_of(offer))
        painter.restore()

    def write(self, painter: QPainter, room: QRect, cells: Cells) -> None:
        """Write the cells of a row into their columns."""
        right = room.right() - px(6)
        for width, cell in zip(reversed(self._widths), reversed(cells[1:]), strict=True):
            place = QRect(right - width, room.top(), width, room.height())
            painter.drawText(place, _AT.AlignRight | _AT.AlignVCenter, cell)
            right -= width + px(_GAP)
        first = QRect(room.left() + px(16), room.top(), right - room.left() - px(16), room.height())
        title = painter.fontMetrics().elidedText(cells[0], _CUT, first.width())
        painter.drawText(first, _AT.AlignLeft | _AT.AlignVCenter, title)


class _Heads(QWidget):
    """What the columns are, above the list."""

    def __init__(self, rows: _Rows, below: QWidget) -> None:
        super().__init__()
        self._rows, self._below = rows, below
        self.words = (tr("Network"), tr("Parameters"), tr("MNIST accuracy"), tr("An epoch here"))

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(current_theme().muted))
        self._rows.write(painter, QRect(0, 0, self._below.width(), self.height()), self.words)

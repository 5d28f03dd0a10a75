"""The rows of a form in one column, or in two where it is wide."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLayoutItem, QWidget

from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.layouts import in_row

_BETWEEN_PX = 24
Role = QFormLayout.ItemRole
Row = tuple[QWidget | None, QWidget | None]


class FormColumns:
    """Moves the rows of a form; who holds their widgets stays the same."""

    def __init__(self, rows: QFormLayout) -> None:
        self._rows = rows
        self._beside: QWidget | None = None  # holds both columns
        self._columns: tuple[QFormLayout, ...] = ()

    def set_two(self, two: bool) -> None:
        """Let the rows stand in two columns, the first half at the left, or in one."""
        if two == bool(self._columns):
            return
        if not two:
            rows = [row for column in self._columns for row in _taken(column)]
            self._rows.takeRow(0)
            _fill(self._rows, rows)
            assert self._beside is not None
            self._beside.hide()
            self._beside.deleteLater()
            self._columns, self._beside = (), None
            return
        rows = _taken(self._rows)
        half = (len(rows) + 1) // 2
        halves, self._beside = (QWidget(), QWidget()), QWidget()
        in_row(*((part, 1) for part in halves), of=self._beside, spacing=_BETWEEN_PX)
        self._columns = (self._like(halves[0]), self._like(halves[1]))
        self._rows.addRow(self._beside)
        for column, part in zip(self._columns, (rows[:half], rows[half:]), strict=True):
            _fill(column, part)

    def spare_width(self) -> int:
        """Return how many pixels less than two columns need would do for one; 0 if it is one."""
        least = [column.minimumSize().width() for column in self._columns]
        return sum(least) - max(least) + px(_BETWEEN_PX) if least else 0

    def _like(self, part: QWidget) -> QFormLayout:
        """Lay out a part as the form is, and return the layout."""
        made = QFormLayout(part)
        made.setLabelAlignment(self._rows.labelAlignment())
        made.setFieldGrowthPolicy(self._rows.fieldGrowthPolicy())
        return sized(made, margins=(0, 0, 0, 0), horizontalSpacing=8, verticalSpacing=2)


def _taken(layout: QFormLayout) -> list[Row]:
    """Take all rows out of a layout."""
    rows: list[Row] = []
    while layout.rowCount():
        label, field = layout.itemAt(0, Role.LabelRole), layout.itemAt(0, Role.FieldRole)
        field = field or layout.itemAt(0, Role.SpanningRole)
        rows.append((_widget(label), _widget(field)))
        layout.takeRow(0)
    return rows


def _widget(item: QLayoutItem | None) -> QWidget | None:
    return None if item is None else item.widget()


def _fill(layout: QFormLayout, rows: list[Row]) -> None:
    for label, field in rows:
        assert field is not None
        layout.addRow(field) if label is None else layout.addRow(label, field)

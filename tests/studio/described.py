"""A window in words: what its widgets say, how they stand, where keys go, who listens."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from functools import cache
from typing import Any

from PySide6.QtCore import QMetaMethod, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLayout,
    QListWidget,
    QTableWidget,
    QTabWidget,
    QWidget,
)

_PROPERTIES = [
    "accessibleName",
    "accessibleDescription",
    "toolTip",
    "statusTip",
    "whatsThis",
    "text",
    "title",
    "placeholderText",
    "enabled",
    "focusPolicy",
    "contextMenuPolicy",
    "mouseTracking",
    "tabletTracking",
    "acceptDrops",
    "autoFillBackground",
    "wordWrap",
    "alignment",
    "indent",
    "margin",
    "textFormat",
    "textInteractionFlags",
    "openExternalLinks",
    "openLinks",
    "readOnly",
    "maxLength",
    "clearButtonEnabled",
    "checkable",
    "checked",
    "autoExclusive",
    "autoRaise",
    "autoRepeat",
    "toolButtonStyle",
    "popupMode",
    "arrowType",
    "iconSize",
    "default",
    "autoDefault",
    "flat",
    "shortcut",
    "shortcuts",
    "shortcutContext",
    "key",
    "context",
    "frameShape",
    "widgetResizable",
    "horizontalScrollBarPolicy",
    "verticalScrollBarPolicy",
    "value",
    "minimum",
    "maximum",
    "singleStep",
    "pageStep",
    "orientation",
    "tracking",
    "tickInterval",
    "tickPosition",
    "invertedAppearance",
    "format",
    "textVisible",
    "maxVisibleItems",
    "sizeAdjustPolicy",
    "minimumContentsLength",
    "insertPolicy",
    "editable",
    "currentIndex",
    "documentMode",
    "drawBase",
    "expanding",
    "movable",
    "tabPosition",
    "elideMode",
    "count",
    "usesScrollButtons",
    "childrenCollapsible",
    "opaqueResize",
    "handleWidth",
    "sizeGripEnabled",
    "selectionMode",
    "selectionBehavior",
    "editTriggers",
    "alternatingRowColors",
    "showGrid",
    "tabKeyNavigation",
    "textElideMode",
    "verticalScrollMode",
    "lineWrapMode",
    "interval",
    "singleShot",
    "timerType",
    "exclusive",
    "exclusionPolicy",
    "menuRole",
    "iconVisibleInMenu",
    "toolTipsVisible",
    "cornerButtonEnabled",
    "sortingEnabled",
    "sizeConstraint",
    "docked",
    "windowTitle",
    "modal",
    "standardButtons",
    "buttonSymbols",
    "tabChangesFocus",
    "spacing",
]
_ATTRIBUTES = (
    Qt.WidgetAttribute.WA_OpaquePaintEvent,
    Qt.WidgetAttribute.WA_TransparentForMouseEvents,
    Qt.WidgetAttribute.WA_AcceptTouchEvents,
    Qt.WidgetAttribute.WA_NoSystemBackground,
    Qt.WidgetAttribute.WA_TranslucentBackground,
    Qt.WidgetAttribute.WA_DeleteOnClose,
    Qt.WidgetAttribute.WA_StyledBackground,
    Qt.WidgetAttribute.WA_StaticContents,
)
_TOLD = (QWidget, QTimer, QAction, QShortcut)
_UNBOUNDED = 16_777_215  # Qt's QWIDGETSIZE_MAX
_HOLDERS = ("qt_tabwidget_stackedwidget", "qt_scrollarea_viewport")  # they only hold others


def described(
    top: QObject, leave_out: Collection[QObject] = (), *, sizes: bool = False
) -> list[str]:
    """Return a line for a widget and each widget, timer and action in it, the outermost first.

    What is in those left out is not told. Nothing depends on the font unless `sizes`, too, are
    told: the least and the most that were set, and the size of the font.
    """
    lines: list[str] = []
    _describe(top, 0, lines, leave_out, sizes)
    chain = [top] if isinstance(top, QWidget) else []
    while chain and (after := chain[-1].nextInFocusChain()) is not top and len(chain) < 5000:
        chain.append(after)
    stops = [
        one
        for one in chain
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not any(room.isAncestorOf(one) for room in leave_out if isinstance(room, QWidget))
    ]
    return [*lines, *(f"tab: {_kind(one)} {one.accessibleName() or _said(one)}" for one in stops)]


def standing(top: QWidget, kind: type[QWidget]) -> list[str]:
    """Return where the widgets of a kind that are in sight stand in another: left, top, size."""
    shown = [one for one in top.findChildren(kind) if one.isVisibleTo(top)]
    boxes = [(one, QRect(one.mapTo(top, QPoint()), one.size())) for one in shown]
    return [
        f"{_first_text(one)}: {box.left()}, {box.top()} {_text(box.size())}" for one, box in boxes
    ]


def _first_text(widget: QWidget) -> str:
    labels = (label.text() for label in widget.findChildren(QLabel))
    return next(labels, "") or _said(widget)


def _describe(
    thing: QObject, depth: int, lines: list[str], leave_out: Collection[QObject], sizes: bool
) -> None:
    facts = list(_facts(thing))
    if sizes and isinstance(thing, QWidget):
        facts += _sizes(thing)
    lines.append("  " * depth + " ".join([_kind(thing), *facts]))
    layout = thing.layout() if isinstance(thing, QWidget) else None
    if layout is not None:
        lines.extend("  " * depth + f"  | {line}" for line in _laid_out(layout))
    for child in _children(thing):
        if child not in leave_out:
            _describe(child, depth + 1, lines, leave_out, sizes)


def _children(thing: QObject) -> Iterator[QObject]:
    """Yield what a person or a program made, not the parts that Qt makes for itself."""
    if isinstance(thing, QComboBox):
        return
    for child in thing.children():
        if child.objectName() in _HOLDERS:
            yield from _children(child)
        elif not child.objectName().startswith("qt_") and isinstance(child, _TOLD):
            yield child


def _kind(thing: QObject) -> str:
    return next(c.__name__ for c in type(thing).__mro__ if c.__module__.startswith("PySide6"))


def _said(widget: QWidget) -> str:
    return str(widget.property("text") or widget.toolTip()).split("\n")[0]


@cache
def _usual(kind: type[QObject]) -> dict[str, str]:
    """Return the properties of a thing of that kind of which nothing was set."""
    try:
        thing = kind()
    except (TypeError, NotImplementedError):  # it is abstract
        thing = QWidget()
    return _properties(thing)


def _properties(thing: QObject) -> dict[str, str]:
    values = {name: thing.property(name) for name in _PROPERTIES}
    found = {name: _text(value) for name, value in values.items() if value is not None}
    if isinstance(thing, QWidget):
        policy = thing.sizePolicy()
        found["policy"] = (
            f"{policy.horizontalPolicy().name}/{policy.verticalPolicy().name}"
            f" {policy.horizontalStretch()}/{policy.verticalStretch()}"
            f"{' height for width' * policy.hasHeightForWidth()}"
            f"{' keeps room' * policy.retainSizeWhenHidden()}"
        )
        found["hidden"] = str(
            thing.isHidden() and thing.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        )
        found["cursor"] = thing.cursor().shape().name
        found["attributes"] = "+".join(a.name for a in _ATTRIBUTES if thing.testAttribute(a))
        found["font"] = f"{thing.font().weight()}{'i' * thing.font().italic()}"
    return found


def _text(value: Any) -> str:
    match value:
        case QSize():
            return f"{value.width()}x{value.height()}"
        case QKeySequence():
            return repr(value.toString())
        case Enum():
            return value.name or str(value.value)
        case list():
            return "+".join(map(_text, value))
    return repr(value)


def _facts(thing: QObject) -> Iterator[str]:
    kind = next(c for c in type(thing).__mro__ if c.__module__.startswith("PySide6"))
    usual = _usual(kind)
    if name := thing.objectName():
        yield f"#{name}"
    for name, value in _properties(thing).items():
        if value != usual.get(name):
            yield f"{name}={value}"
    if isinstance(thing, QComboBox):
        yield f"items={[thing.itemText(k) for k in range(thing.count())]}"
        tips = [thing.itemData(k, Qt.ItemDataRole.ToolTipRole) for k in range(thing.count())]
        if any(tips):
            yield f"tips={tips}"
    if isinstance(thing, QListWidget):
        yield f"items={[thing.item(k).text() for k in range(thing.count())]}"
    if isinstance(thing, QTabWidget):
        yield f"tabs={[thing.tabText(k) for k in range(thing.count())]}"
    if isinstance(thing, QTableWidget):
        columns = [thing.horizontalHeaderItem(k) for k in range(thing.columnCount())]
        yield f"columns={[item and item.text() for item in columns]}"
        modes = [thing.horizontalHeader().sectionResizeMode(k).name for k in range(len(columns))]
        yield f"modes={modes} rows={thing.rowCount()}"
    if isinstance(thing, QWidget):
        if actions := [action.text() for action in thing.actions()]:
            yield f"actions={actions}"
        if thing.focusProxy() is not None:
            yield "proxy"
    if heard := sorted(_heard(thing)):
        yield f"heard={','.join(heard)}"


def _sizes(widget: QWidget) -> Iterator[str]:
    if (least := widget.minimumSize()) != QSize(0, 0):
        yield f"least={_text(least)}"
    if (most := widget.maximumSize()) != QSize(_UNBOUNDED, _UNBOUNDED):
        yield f"most={_text(most)}".replace(str(_UNBOUNDED), "any")
    parent = widget.parentWidget()
    for name, hint in (("wanted", "sizeHint"), ("needed", "minimumSizeHint")):
        own = (c for c in type(widget).__mro__ if not c.__module__.startswith("PySide6"))
        if any(hint in vars(kind) for kind in own):
            yield f"{name}={_text(getattr(widget, hint)())}"
    if parent is None or widget.font().pointSizeF() != parent.font().pointSizeF():
        yield f"points={widget.font().pointSizeF():g}"


def _heard(thing: QObject) -> set[str]:
    """Return the names of its signals that somebody listens to."""
    meta = thing.metaObject()
    methods = [meta.method(k) for k in range(1, meta.methodCount())]
    signals = [one for one in methods if one.methodType() is QMetaMethod.MethodType.Signal]
    heard = {bytes(one.name().data()).decode() for one in signals if thing.isSignalConnected(one)}
    return heard - {"destroyed", "objectNameChanged", "changed"}  # Qt itself listens


def _laid_out(layout: QLayout) -> Iterator[str]:
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    yield f"{type(layout).__name__} margins={sides} spacing={layout.spacing()}"
    if isinstance(layout, QGridLayout):
        across, down = range(layout.columnCount()), range(layout.rowCount())
        gaps = layout.horizontalSpacing(), layout.verticalSpacing()
        yield (
            f"gaps={gaps} columns={[layout.columnStretch(k) for k in across]}"
            f"{[layout.columnMinimumWidth(k) for k in across]}"
            f" rows={[layout.rowStretch(k) for k in down]}"
            f"{[layout.rowMinimumHeight(k) for k in down]}"
        )
    if isinstance(layout, QFormLayout):
        gaps = layout.horizontalSpacing(), layout.verticalSpacing()
        ways = layout.fieldGrowthPolicy().name, layout.rowWrapPolicy().name
        yield f"gaps={gaps} labels={_text(layout.labelAlignment())} {' '.join(ways)}"
    for k in range(layout.count()):
        item = layout.itemAt(k)
        place = ""
        if isinstance(layout, QGridLayout):
            place = f" at {layout.getItemPosition(k)}"
        elif isinstance(layout, QFormLayout):
            row, role = layout.getItemPosition(k)  # type: ignore[misc]
            place = f" at {row} {role.name}"
        elif isinstance(layout, QBoxLayout):
            place = f" {layout.stretch(k)}"
        side = f" {_text(item.alignment())}" if item.alignment() else ""
        if (inner := item.layout()) is not None:
            yield f"-{place}{side}"
            yield from (f"  {line}" for line in _laid_out(inner))
        elif item.spacerItem() is not None:
            yield f"- space{place}{side} {_text(item.sizeHint())}"
        else:
            yield f"- {_kind(item.widget())}{place}{side}"

"""The look of ordinary widgets: Fusion, the theme's palette, and a short style sheet."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.pictures.palette import rgb
from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.theme import Theme

# Faces with tabular figures, best first; the system's own stays if none is installed.
_FACES = ("Inter", "Noto Sans", "Segoe UI", "DejaVu Sans")
_GENERIC = ("Sans Serif", "Sans", "DejaVu Sans", "Bitstream Vera Sans")

POINT_SIZE = 10
_FIGURES: Final = "figures"  # of a widget: size over that of other texts, whether bold
_WIDEST: Final = "widest"  # of a widget: pixels beside its texts, whether it grows, the texts
_Widget = TypeVar("_Widget", bound=QWidget)


def choose_font() -> QFont:
    """Return the system's font, or a better face where the system has named none."""
    font = QApplication.font()
    if font.family() in _GENERIC:
        installed = set(QFontDatabase.families())
        font.setFamily(next((face for face in _FACES if face in installed), font.family()))
        font.setPointSize(POINT_SIZE)
    return font


def numeral_font(font: QFont, factor: float = 1.0, *, bold: bool = False) -> QFont:
    """Return `font` larger, with figures of equal width, so that changing numbers do not jump."""
    numerals = QFont(font)
    numerals.setPointSizeF(font.pointSizeF() * factor)
    numerals.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        numerals.setWeight(QFont.Weight.DemiBold)
    return numerals


# Ticks as large as letters; at 100 % those of the style are.
_INDICATORS: Final = (
    "QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator"
    " { width: 13px; height: 13px; }"
)


def in_figures(widget: _Widget, factor: float = 1.0, *, bold: bool = False) -> _Widget:
    """Let a widget write in `numeral_font`, now and at every text size; return it."""
    widget.setProperty(_FIGURES, [factor, bold])
    renew_font(widget)
    return widget


def wide_enough(widget: _Widget, *texts: str, beside: int = 0, grows: bool = False) -> _Widget:
    """Make a widget as wide as the widest of some texts in its font, now and at every text size.

    Args:
        widget: It has the font in which it writes.
        texts: What may be written.
        beside: Pixels at 100 % that it needs beside its text.
        grows: Whether it may become wider.
    """
    widget.setProperty(_WIDEST, [beside, grows, *texts])
    renew_font(widget)
    return widget


def renew_fonts(*tops: QWidget) -> None:
    """Set anew what `in_figures` and `wide_enough` have set in widgets, or everywhere.

    A style sheet forgets it when another one comes, and when a widget changes its parent.
    """
    for top in tops or QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            renew_font(widget)


def renew_font(widget: QWidget) -> None:
    """Set anew what `in_figures` and `wide_enough` have set of one widget, at the size in force."""
    if (figures := widget.property(_FIGURES)) is not None:
        factor, bold = figures
        widget.setFont(numeral_font(QApplication.font(), factor, bold=bold))
    if (widest := widget.property(_WIDEST)) is not None:
        beside, grows, *texts = widest
        width = max(map(QFontMetrics(widget.font()).horizontalAdvance, texts)) + px(beside)
        (widget.setMinimumWidth if grows else widget.setFixedWidth)(width)


def style_sheet(theme: Theme) -> str:
    """Return the few rules that the palette cannot express, at the text size in force."""
    veil = ", ".join(map(str, rgb(theme.base)))
    faint = ", ".join(map(str, rgb(theme.muted)))
    return _grown(f"""
QFrame#card {{ background: {theme.base}; border: 1px solid {theme.border}; border-radius: 8px; }}
QLabel#cardTitle {{ color: {theme.muted}; font-weight: 600; }}
QLabel#muted {{ color: {theme.muted}; }}
QLabel#warning {{ color: {theme.warning}; }}
QPushButton#recording {{
  color: {theme.warning}; background: transparent; border: none; font-weight: 600; padding: 0 8px;
  min-height: 0;
}}
QLabel#dropWords {{
  color: {theme.text}; background: rgba({veil}, 225); border: 3px dashed {theme.accent};
  font-weight: 600;
}}
QLabel#refusal {{
  color: {theme.warning}; background: {theme.base}; border: 1px solid {theme.warning};
  padding: 3px 6px;
}}
QFrame#notApplied {{ background: {theme.warning}; border-radius: 6px; }}
QLabel#notApplied {{ color: {theme.base}; font-weight: 600; }}
QFrame#lesson {{ background: {theme.base}; border-top: 2px solid {theme.accent}; }}
QLabel#lessonTitle {{ color: {theme.muted}; font-weight: 600; }}
QFrame#recovery {{ background: {theme.raised}; border-bottom: 1px solid {theme.accent}; }}
QWidget#header, QWidget#timeStrip {{
  background: {theme.base}; border-bottom: 1px solid {theme.border};
}}
QLabel#holds {{ color: {theme.curves[1]}; font-weight: 600; }}
QLabel#fails {{ color: {theme.warning}; font-weight: 600; }}
QLabel#open {{ color: {theme.muted}; font-weight: 600; }}
QLabel#diverged {{
  color: {theme.warning}; background: {theme.base}; font-weight: 600; padding: 2px 8px;
  border: 1px solid {theme.warning}; border-radius: 4px;
}}
QPushButton {{
  background: {theme.raised}; color: {theme.text};
  border: 1px solid {theme.outline}; border-radius: 6px; padding: 3px 9px;
}}
QPushButton#plain {{ padding: 1px 9px; }}
QPushButton[place] {{ border-left-width: 0; border-radius: 0; }}
QPushButton[place="first"] {{
  border-left-width: 1px; border-top-left-radius: 6px; border-bottom-left-radius: 6px;
}}
QPushButton[place="last"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px; }}
QPushButton:hover {{ background: {theme.fill}; }}
QPushButton:disabled {{ color: rgba({faint}, 140); }}
QPushButton:default {{ border-color: {theme.accent}; }}
QPushButton:checked {{
  background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
}}
QPushButton:focus {{ border: 1px solid {theme.text}; }}
QPushButton#layerName {{
  text-align: left; background: transparent; color: {theme.text};
  border: 1px solid transparent; border-radius: 4px; padding: 0 3px; font-weight: 600;
}}
QPushButton#layerName:hover {{ background: {theme.raised}; border-color: {theme.border}; }}
QPushButton#layerName:focus {{ border-color: {theme.accent}; }}
QListWidget#experiments {{ background: transparent; outline: none; }}
QListWidget#experiments::item {{ padding: 4px 8px; border-radius: 6px; color: {theme.text}; }}
QListWidget#experiments::item:hover {{ background: {theme.window}; }}
QListWidget#experiments::item:selected {{
  background: {theme.accent}; color: {theme.on_accent};
}}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QToolTip {{
  color: {theme.text}; background: {theme.raised}; border: 1px solid {theme.border}; padding: 4px;
}}
QToolButton {{
  border: 1px solid transparent; border-radius: 6px; padding: 5px; color: {theme.text};
}}
QToolButton:hover {{ background: {theme.raised}; border-color: {theme.border}; }}
QToolButton:pressed, QToolButton:checked {{
  background: {theme.window}; border-color: {theme.outline};
}}
QToolButton:focus {{ border-color: {theme.accent}; }}
QToolButton#fold {{ padding: 0; }}
QToolButton#plain {{ border-color: {theme.outline}; }}
QToolButton#plain:checked {{
  background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
}}
QToolButton:disabled {{ color: {theme.muted}; }}
QToolButton#run {{
  background: {theme.accent}; color: {theme.on_accent}; font-weight: 600; padding: 6px 14px;
}}
QToolButton#run:hover, QToolButton#run:pressed {{ border-color: {theme.text}; }}
QToolButton#run:focus {{ border: 2px solid {theme.text}; padding: 5px 13px; }}
QToolButton#run:disabled {{ background: {theme.fill}; color: {theme.muted}; }}
QLabel#resultLine {{ color: {theme.muted}; }}
QLabel#winnerLine {{ color: {theme.text}; }}
QLabel#divergedLine {{ color: {theme.warning}; }}
QWidget#racePanel QToolButton {{ padding: 2px 6px; }}
QWidget#timeStrip QToolButton {{ padding: 3px 4px; }}
QWidget#raceRow QToolButton {{ padding: 2px; }}
QWidget#racePanel QScrollBar:vertical, QListWidget#experiments QScrollBar:vertical {{
  width: 8px; background: transparent; border: none;
}}
QWidget#racePanel QScrollBar::handle, QListWidget#experiments QScrollBar::handle {{
  background: {theme.outline}; border-radius: 3px; margin: 1px;
}}
QWidget#racePanel QScrollBar::add-line, QWidget#racePanel QScrollBar::sub-line,
QListWidget#experiments QScrollBar::add-line, QListWidget#experiments QScrollBar::sub-line {{
  height: 0;
}}
QToolButton#chartMenu {{ padding: 0 4px; }}
QToolButton#chartMenu::menu-indicator {{ image: none; }}
QWidget#costFooter QToolButton {{ padding: 1px 6px; }}
QWidget#costFooter QToolButton::menu-indicator {{ image: none; }}
QProgressBar#thin {{ background: {theme.fill}; border: none; border-radius: 3px; }}
QProgressBar#thin::chunk {{ background: {theme.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget#panelBody {{ background: transparent; border: none; }}
QTabBar::tab {{ padding: 6px 16px; color: {theme.muted}; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
QTabBar::tab:focus {{ color: {theme.accent}; }}
QTabBar#cardTabs::tab {{ padding: 0 0 1px 0; margin: 0 14px 0 0; font-weight: 600; }}
QTabWidget::pane {{ border: none; }}
QStatusBar {{ color: {theme.muted}; }}
{_INDICATORS if text_scale() != 1 else ""}
""")


_ROOM: Final = re.compile(r"(?<![-\w])(?:padding|margin|width|height): [^;}]+")
_PIXELS: Final = re.compile(r"\d+(?=px)")


def _grown(sheet: str) -> str:
    """Let room inside and round widgets grow with the text; lines and corners stay."""

    def grow(rule: re.Match[str]) -> str:
        return _PIXELS.sub(lambda number: str(px(int(number[0]))), rule[0])

    return _ROOM.sub(grow, sheet)

"""Theme and text size: puts them on the program and tells everyone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.style import renew_fonts, style_sheet
from gdstudio.studio.text_size import put_on_text_size, text_scale
from gdstudio.studio.theme import FRAMED, THEMES, Theme, current_theme, set_current_theme
from gdstudio.studio.window_settings import APPEARANCES


class Appearance(QObject):
    """Owns the choice of theme, one of the four or as the system says, and of the text size.

    Its style sheet is on the windows that are dressed, and so on all that stands in them and every
    dialog of theirs. On the application it would style whatever is put together anew each time one
    part joins another, which took half of the time in which the window is made.

    Signals:
        theme_changed: The Theme now in force.
        text_size_changing: Another text size is put on now; texts must have their usual size.
        text_size_changed: Percent of the usual size.
    """

    theme_changed = Signal(object)
    text_size_changing = Signal()
    text_size_changed = Signal(int)

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._dressed: list[QWidget] = []
        self._enlarged: set[str] = set()  # why
        self._own_text_size = self.text_size  # before that
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        _colour(self._wanted())

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window, which is to live as long as this; now and ever after."""
        self._dressed.append(window)
        window.setStyleSheet(style_sheet(current_theme()))
        renew_fonts(window)

    def choose(self, choice: str) -> None:
        """Use a theme, or what the system says, from now on; one of `APPEARANCES`."""
        assert choice in APPEARANCES
        self._choice = choice
        self._follow()

    @property
    def text_size(self) -> int:
        """Percent of the usual size, one of `TEXT_SIZES`."""
        return round(100 * text_scale())

    def choose_text_size(self, percent: int) -> None:
        """Write everything in this size from now on, one of `TEXT_SIZES`."""
        if percent != self.text_size:
            self.text_size_changing.emit()
            _undress(self._dressed)  # below a style sheet, fonts are not inherited
            put_on_text_size(percent)
            put_on(current_theme(), *self._dressed)
            self.text_size_changed.emit(percent)

    @property
    def is_enlarged(self) -> bool:
        """Whether the text size is one for an audience."""
        return bool(self._enlarged)

    def enlarge(self, reason: str, percent: int) -> None:
        """Write everything in a size for an audience until `give_back`, for this reason."""
        if not self._enlarged:
            self._own_text_size = self.text_size
        self._enlarged.add(reason)
        self.choose_text_size(percent)

    def give_back(self, reason: str) -> None:
        """Write everything as before, unless there is another reason for the larger size."""
        if self._enlarged == {reason}:
            self.choose_text_size(self._own_text_size)
        self._enlarged.discard(reason)

    def _wanted(self) -> Theme:
        name = self._choice
        if name == "system":
            hints = QGuiApplication.styleHints()
            name = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
            wanted = hints.accessibility().contrastPreference()
            if wanted == Qt.ContrastPreference.HighContrast:
                name += "-contrast"
        return THEMES[name]

    @Slot()
    def _follow(self) -> None:
        theme = self._wanted()
        if theme is not current_theme():
            put_on(theme, *self._dressed)
            self.theme_changed.emit(theme)


def put_on(theme: Theme, *windows: QWidget) -> None:
    """Show the whole program in a theme: `current_theme()`, palettes, style sheet, own fonts.

    The style sheet is put on these windows, or on the application if none is named.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _undress(windows or (app,))
    _colour(theme)
    for window in windows or (app,):
        window.setStyleSheet(style_sheet(theme))
    renew_fonts()


def _undress(windows: Sequence[QWidget | QApplication]) -> None:
    """Take the style sheet off.

    If one sheet takes the place of another, Qt polishes a widget once for each of its ancestors;
    without one in between, once or twice.
    """
    for window in windows:
        window.setStyleSheet("")


def _colour(theme: Theme) -> None:
    """Make a theme the current one, and show its colours."""
    set_current_theme(theme)
    QApplication.setPalette(theme.palette())
    for kind in FRAMED:
        QApplication.setPalette(theme.framed_palette(), kind)  # type: ignore[arg-type]  # stub: bytes

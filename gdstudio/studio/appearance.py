"""Theme and text size: puts them on the program and tells everyone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gdstudio.studio.style import renew_fonts, style_sheet
from gdstudio.studio.text_size import put_on_text_size, text_scale
from gdstudio.studio.theme import FRAMED, THEMES, Theme, current_theme, set_current_theme
from gdstudio.studio.window_settings import APPEARANCES


class Appearance(QObject):
    """Owns the choice of theme, one of the four or as the system says, and of the text size.

    Signals:
        theme_changed: The Theme now in force.
        text_size_changed: Percent of the usual size.
    """

    theme_changed = Signal(object)
    text_size_changed = Signal(int)

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._enlarged: set[str] = set()  # why
        self._own_text_size = self.text_size  # before that
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        put_on(self._wanted())

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
            put_on_text_size(percent)
            put_on(current_theme())
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
            put_on(theme)
            self.theme_changed.emit(theme)


def put_on(theme: Theme) -> None:
    """Show the whole program in a theme: `current_theme()`, palettes, style sheet, own fonts."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_current_theme(theme)
    # If one sheet takes the place of another, Qt polishes a widget once for each of its ancestors;
    # without one in between, once or twice.
    app.setStyleSheet("")
    app.setPalette(theme.palette())
    for kind in FRAMED:
        app.setPalette(theme.framed_palette(), kind)  # type: ignore[arg-type]  # stub: bytes
    app.setStyleSheet(style_sheet(theme))
    renew_fonts()

"""The language of the window: catalogues, and the texts that no widget says itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from gdstudio.errors import GdstudioError
from gdstudio.resources import resource_folder
from gdstudio.texts import in_language

_CONTEXT: Final = ""  # of `tr` and `Text` in the catalogues, which is how they are collected


def tr(text: str) -> str:
    """Return a literal in the language in use, where there is no QObject to ask by `self.tr`."""
    return QCoreApplication.translate(_CONTEXT, text)


def told(text: str | Exception) -> str:
    """Return a text from the rooms without Qt, or what an error says, in the language in use.

    A plain string, such as a name or a path, stays as it is. A signal of strings carries only the
    English of a text: what is to be emitted is told before.
    """
    if isinstance(text, GdstudioError):
        text = text.text
    return in_language(text, tr) if isinstance(text, str) else str(text)


def load_catalogue(app: QCoreApplication, locale: QLocale) -> bool:
    """Let the program speak the language of a locale, English where there is no catalogue for it.

    Returns:
        Whether a catalogue was found.
    """
    translator = QTranslator(app)
    folder = resource_folder() / "translations"
    for name in [*locale.uiLanguages(QLocale.TagSeparator.Underscore), "en"]:
        if translator.load(f"gdstudio_{name}", str(folder)):
            return app.installTranslator(translator)
    return False

"""What can be taken away from a card: one and the same menu wherever something is shown."""

from __future__ import annotations

from typing import Final, Literal, get_args

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gdstudio.studio.views.common.layouts import called

Wish = Literal["copy-picture", "save-picture", "copy-data", "save-data"]
WISHES: Final[tuple[Wish, ...]] = get_args(Wish)


class FigureActions(QActionGroup):
    """The actions of one card: until it has a figure, only a picture of it as it is seen.

    What shows a run over its time also offers a film of it.

    Attributes:
        button: Opens them as a menu; hidden until the card has a figure.

    Signals:
        wanted(str): One of `WISHES`.
        film_wanted(): A film of what the card shows.
    """

    wanted = Signal(str)
    film_wanted = Signal()

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._is_offered = False
        for wish, text in zip(WISHES, self._texts(), strict=True):
            action = self.addAction(text)
            action.setData(wish)
            action.setVisible(wish == "copy-picture")
        self._film: QAction | None = None
        self._menu = QMenu(card)
        self._menu.addActions(self.actions())
        tip = self.tr("Copy or save what this card shows, as a picture or as numbers")
        self.button = called(QToolButton(card), self.tr("Take away"), tip)
        self.button.setText("⋯")
        self.button.setObjectName("chartMenu")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self._menu)
        self.button.hide()
        self.triggered.connect(self._on_triggered)

    @property
    def is_offered(self) -> bool:
        """Whether the card has a figure."""
        return self._is_offered

    def offer(self) -> None:
        """Tell that the card has a figure."""
        self._is_offered = True
        copy, *others = self.actions()[: len(WISHES)]
        copy.setText(f"{self._texts()[0]}\t{self.tr('Ctrl+C')}")
        for action in others:
            action.setVisible(True)
        self.button.show()

    def offer_film(self) -> None:
        """Tell that what the card shows can be filmed."""
        self._film = self.addAction(self.tr("Save film…"))
        self._menu.addAction(self._film)

    def put_first(self, action: QAction) -> None:
        """Show something else that can be done with the card before the others."""
        first = self._menu.actions()[0]
        self._menu.insertAction(first, action)
        self._menu.insertSeparator(first)
        self.button.show()

    def popup(self, place: QPoint) -> None:
        """Show the menu at a place of the screen."""
        self._menu.popup(place)

    def name_card(self, title: str) -> None:
        """Tell readers of the screen whose menu the button opens."""
        text = self.tr("Take away: {0}").format(title) if title else self.tr("Take away")
        self.button.setAccessibleName(text)

    def add_to(self, menu: QMenu) -> None:
        """Put what can be done into another menu."""
        menu.addActions(self.actions())

    def wish(self, wish: Wish) -> None:
        """Ask for something as if it had been chosen."""
        self.actions()[WISHES.index(wish)].trigger()

    def _texts(self) -> tuple[str, ...]:
        return (
            self.tr("Copy picture"),
            self.tr("Save picture…"),
            self.tr("Copy data"),
            self.tr("Save data…"),
        )

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action is self._film:
            self.film_wanted.emit()
        else:
            self.wanted.emit(action.data())

"""What is chosen of Landscape's plane is undone and done again."""

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.studio.controllers.plane_deeds import PlaneDeeds
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel


class Desk(QObject):
    """The panel, the list of what was done, and which planes were asked to be made."""

    def __init__(self, qtbot):
        super().__init__()
        self.now_s = 0.0
        self.panel = LandscapePanel()
        qtbot.addWidget(self.panel)
        self.panel.set_request(PlaneRequest(kind="random", seed=3))
        self.deeds = Deeds(QCoreApplication.instance(), clock=self.later)
        self.plane = PlaneDeeds(self.panel, self.deeds, self)
        self.made = []
        self.plane.plane_put.connect(lambda: self.made.append(self.panel.request()))

    def later(self):
        """The time; every deed is long after the one before."""
        self.now_s += 10
        return self.now_s

    def choose(self, kind):
        box = self.panel.kind_chooser.box
        box.setCurrentIndex(box.findData(kind))

    @property
    def names(self):
        return self.deeds.stack.undoText(), self.deeds.stack.redoText()


@pytest.fixture
def desk(qtbot):
    return Desk(qtbot)


def test_that_the_choice_of_a_plane_is_undone_and_done_again(desk):
    before = desk.panel.request()
    desk.choose("gradient")
    after = desk.panel.request()
    assert (before.kind, after.kind) == ("random", "gradient")
    assert desk.names == ("choice of a plane", "")
    assert desk.made == []  # a person's choice is made without it
    desk.deeds.undo()
    assert desk.panel.request() == before
    assert desk.names == ("", "choice of a plane")
    desk.deeds.redo()
    assert desk.panel.request() == after
    assert desk.made == [before, after]


def test_that_a_setting_of_the_plane_is_undone_by_itself(desk):
    desk.choose("gradient")
    sizes = desk.panel.fields.grid_box
    sizes.setCurrentIndex((sizes.currentIndex() + 1) % sizes.count())
    after = desk.panel.request()
    assert desk.names[0] == "setting of the plane"
    desk.deeds.undo()
    assert (desk.panel.request().kind, desk.panel.request().size) == ("gradient", 51)
    desk.deeds.redo()
    assert desk.panel.request() == after


def test_that_what_is_wanted_over_the_picture_is_undone_and_nothing_made_anew(desk):
    heard = []
    desk.panel.overlays.overlay_toggled.connect(lambda name, shown: heard.append((name, shown)))
    desk.panel.overlays.box("gaps").click()
    assert desk.names == ("“Gaps to the true cost”", "")
    desk.deeds.undo()
    assert not desk.panel.overlays.is_shown("gaps")
    desk.deeds.redo()
    assert desk.panel.overlays.is_shown("gaps")
    assert heard == [("gaps", True), ("gaps", False), ("gaps", True)]
    assert desk.made == []


def test_that_what_changes_by_itself_is_no_deed_and_takes_its_place(desk):
    desk.choose("gradient")
    desk.panel.set_request(PlaneRequest(kind="networks"))
    desk.plane.follow()
    desk.deeds.drop_untrue()
    assert desk.names == ("", "")
    desk.choose("random")
    desk.deeds.undo()
    assert desk.panel.request().kind == "networks"

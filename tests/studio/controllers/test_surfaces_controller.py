"""Surfaces are drawn in one way, and it is said once that it is not OpenGL's."""

from unittest.mock import patch

import pytest
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.surfaces_controller import SurfacesController
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.surface import surface_view
from gdstudio.studio.views.surface.software_surface_canvas import SoftwareSurfaceCanvas
from gdstudio.studio.views.surface.surface_view import SurfaceView


@pytest.fixture
def with_gl():
    """Let views think that they draw by OpenGL."""
    with (
        patch.object(surface_view, "opengl_available", lambda no_gl: (True, "")),
        patch.object(SurfaceView, "_make_canvas", lambda view: SoftwareSurfaceCanvas(view)),
    ):
        yield


@pytest.fixture
def page(qtbot):
    def made(count=1):
        page = QWidget()
        qtbot.addWidget(page)
        page.views = [SurfaceView() for _ in range(count)]
        in_column(*page.views, of=page)
        return page

    return made


def test_that_all_surfaces_fall_back_with_one_and_those_made_later_too(with_gl, page):
    said = []
    first, second = page(2), page()
    surfaces = SurfacesController(said.append, first)
    assert surfaces.no_gl_reason == ""
    surfaces.adopt(first)
    surfaces.tell()
    assert said == [""]
    first.views[1].fall_back("So it is.")
    assert [view.no_gl_reason for view in first.views] == ["So it is."] * 2
    assert set(said) == {"", "So it is."}
    surfaces.adopt(second)
    assert second.views[0].no_gl_reason == surfaces.no_gl_reason == "So it is."


def test_that_nothing_is_said_before_the_window_begins_its_work(with_gl, page):
    said = []
    first = page()
    surfaces = SurfacesController(said.append, first)
    surfaces.adopt(first)
    first.views[0].fall_back("So it is.")
    assert said == []
    surfaces.tell()
    assert said == ["So it is."]

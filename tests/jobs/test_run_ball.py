"""The ball of a run in a picture that the run may have left."""

import numpy as np
import pytest

from gdstudio.data.digits import Digits
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import LossScene, loss_mesh
from gdstudio.jobs.run_ball import PathOnPlane, run_ball, walking_ball
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.directions import Direction
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.surface import LossGrid
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT

AXIS = np.linspace(-1.0, 1.0, 5)


@pytest.fixture
def scene():
    """A plane along the first two of three parameters, the cost 1 + alpha."""
    digits = Digits(np.zeros((2, 784), np.uint8), np.zeros(2, np.uint8))
    origin = np.zeros(3)
    path = np.zeros((1, 3), np.float32)
    subject = LossSubject(
        key="run 1",
        title="run 1",
        name="run 1",
        recipe=Recipe(),
        in_shape=DIGIT,
        n_classes=10,
        parameters=origin,
        step=0,
        digits=digits,
        train=digits,
        path=path,
        steps=np.zeros(1, np.int64),
    )
    grid = LossGrid(AXIS, AXIS, 1 + np.tile(AXIS, (5, 1)), np.zeros((5, 5)), 2)
    plane = Plane(origin, Direction("first", np.eye(3)[0]), Direction("second", np.eye(3)[1]))
    mesh = loss_mesh(grid, log_height=False)
    return LossScene(subject, PlaneRequest(), plane, grid, None, 1.0, mesh)


def test_that_a_network_in_the_picture_is_a_ball_without_arrow(scene):
    ball = run_ball(scene, np.array([0.5, -0.25, 0.1]))
    assert (ball.is_outside, ball.is_far) == (False, False)
    assert ball.place.tolist() == [0.5, -0.25]
    (marker,), arrows = ball.marks(scene, "#123456")
    assert (marker.hollow, marker.current, arrows) == (False, True, [])
    assert (ball.standing, ball.beyond.tolist(), marker.colour) == ("inside", [0, 0], "#123456")


def test_that_a_network_beyond_the_edge_is_a_ring_at_the_edge_with_an_arrow(scene):
    ball = run_ball(scene, np.array([3.0, 0.5, 0.0]))
    assert ball.is_outside
    assert ball.place == pytest.approx([1.0, 0.5], abs=1e-5)
    (ring,), (arrow,) = ball.marks(scene, "#123456")
    assert ring.hollow
    assert np.isfinite(ring.point).all()
    assert arrow.start.tolist() == ring.point.tolist()
    assert arrow.end[0] > arrow.start[0]
    assert arrow.end[1:] == pytest.approx(arrow.start[1:])
    assert arrow.end[0] - arrow.start[0] == pytest.approx(0.22)
    assert (ball.standing, arrow.width) == ("outside", 3.0)
    assert ball.beyond == pytest.approx([2.0, 0.0], abs=1e-5)


def test_that_the_edge_belongs_to_the_picture_and_half_its_half_width_is_not_far(scene):
    low, high = np.array(scene.extent).T
    for corner in (low, high):
        assert not run_ball(scene, np.array([*corner, 0.0])).is_outside
    for way in (-1e-3, 1e-3):
        assert run_ball(scene, np.array([0.0, (1 + 1e-3) * np.sign(way), 0.0])).is_outside
        assert run_ball(scene, np.array([(1 + 1e-3) * np.sign(way), 0.0, 0.0])).is_outside
    far = 0.5 * float(high[0])
    assert not run_ball(scene, np.array([0.0, 0.0, far])).is_far
    assert run_ball(scene, np.array([0.0, 0.0, far + 1e-6])).is_far


def test_that_the_ring_goes_on_from_the_ball_without_a_jump(scene):
    places = [run_ball(scene, np.array([a, 0.0, 0.0])).place[0] for a in (0.999, 1.0, 1.001, 1.2)]
    assert places == pytest.approx([0.999, 1.0, 1.0, 1.0], abs=1e-5)


def test_that_a_network_far_beside_the_plane_is_a_ring(scene):
    ball = run_ball(scene, np.array([0.5, 0.5, 0.7]))
    assert (ball.is_outside, ball.is_far) == (False, True)
    (ring,), arrows = ball.marks(scene, "#123456")
    assert (ring.hollow, arrows, ball.standing) == (True, [], "far")


def test_that_a_diverged_network_stands_nowhere(scene):
    (marker,), arrows = run_ball(scene, np.full(3, np.inf)).marks(scene, "#123456")
    assert np.isnan(marker.point).any() or arrows == []
    (marker,), arrows = run_ball(scene, np.full(3, np.nan)).marks(scene, "#123456")
    assert np.isnan(marker.point).any()
    assert arrows == []


def test_that_a_ball_that_somebody_holds_is_no_ring(scene):
    (marker,), arrows = walking_ball((0.25, 0.75)).marks(scene, "#123456")
    assert (marker.hollow, arrows) == (False, [])


def test_that_every_point_of_a_path_is_projected_also_after_a_step_back(scene):
    path = ParameterPath(3)
    on_plane = PathOnPlane(scene.plane, path)
    assert on_plane.coordinates.shape == (0, 2)
    for step in range(5):
        path.append(step, np.array([step, -step, 9.0]))
    assert on_plane.coordinates.tolist() == [[k, -k] for k in range(5)]
    assert on_plane.coordinates is on_plane.coordinates
    path.forget_after(2)
    assert on_plane.coordinates.tolist() == [[k, -k] for k in range(3)]
    path.append(3, np.array([7.0, 8.0, 9.0]))
    assert on_plane.coordinates.tolist() == [[0, 0], [1, -1], [2, -2], [7, 8]]

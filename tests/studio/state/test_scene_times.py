"""Time used by scene."""

from gdstudio.studio.state.scene_times import SceneTimes


def test_that_each_scene_adds_up_its_own_seconds():
    now = [100.0]
    times = SceneTimes(lambda: now[0])
    assert times.total == 0
    for index, seconds in ((0, 10), (1, 5), (0, 2.5)):
        times.enter(index)
        now[0] += seconds
    assert (times.used(0), times.used(1), times.used(2)) == (12.5, 5, 0)
    assert times.total == 17.5
    times.enter(None)
    now[0] += 60
    assert times.total == 17.5
    times.clear()
    assert times.total == 0

"""Make docs/lesson.md: every scene of the classic lesson with its words and its pictures.

    QT_QPA_PLATFORM=offscreen python packaging/lesson_pages.py

writes docs/lesson.md and docs/images/lesson/NN.png, at 1280 x 720 with type at 100 %, and
NN-150.png as an audience sees it: full screen, type at 150 %.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QImage

from gdstudio.lesson.scene import Scene
from gdstudio.lesson.shipped import CLASSIC, lesson_path
from gdstudio.studio.bench.bench_window import open_window, run_for, run_until
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.workers.background_job import BackgroundJob

_DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
_PICTURES: Final = _DOCS / "images" / "lesson"
_LARGEST: Final = 60_000  # bytes of a picture
_COLOURS: Final = (128, 64, 32, 16)  # fewer until it is small enough
_SCREEN: Final = (1280, 720)
_LONGEST_S: Final = 120.0
_SETTLED_S: Final = 1.5  # until surfaces, lists and evaluations are asked for
_HEAD: Final = """# The lesson, scene by scene

*Lesson > Gradient descent*, or `gdstudio lesson`. One key goes on (Page Down, or a clicker), one back (Page Up), Home puts a scene back as it was, Shift+Q asks its question and then tells the answer.
[lessons.md](lessons.md) says how to write one. Here is what each scene shows at 1280 x 720, in the window (left) and as an audience sees it in presentation (F11) with type at 150 %, what the bar says, what the presenter may say, and the question.

This page is written by `QT_QPA_PLATFORM=offscreen python packaging/lesson_pages.py`.
"""  # noqa: E501


def main() -> None:
    """Write the page and its pictures."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    with open_window() as window:
        window.load()
        run_until(lambda: window.runs.progress is not None, _LONGEST_S, "the digits")
        scenes = _photograph(window)
    parts = [_HEAD, *(_told(k, scene) for k, scene in enumerate(scenes, 1))]
    (_DOCS / "lesson.md").write_text("\n".join(parts), encoding="utf-8")


def _photograph(window: MainWindow) -> tuple[Scene, ...]:
    lessons = window.lessons
    assert lessons is not None
    standing: list[bool] = []
    lessons.staging_made().standing.connect(lambda: standing.append(True))
    lessons.give_now(lesson_path(CLASSIC), 0)
    assert lessons.model.lesson is not None
    scenes = lessons.model.lesson.scenes
    jobs = window.findChildren(BackgroundJob)
    for percent in (100, 150):
        if percent != 100:
            window.actions_.presentation.trigger()
            run_until(window.isFullScreen, _LONGEST_S, "the full screen")
            run_for(_SETTLED_S)
            window.setGeometry(0, 0, *_SCREEN)  # whatever the screen is here
        window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
        for k, scene in enumerate(scenes):
            standing.clear()
            lessons.model.go_to(k)
            run_until(lambda: bool(standing), _LONGEST_S, scene.title)
            run_for(_SETTLED_S)
            run_until(lambda: not any(job.is_running for job in jobs), _LONGEST_S, scene.title)
            _save(window.grab().toImage(), _PICTURES / _name(k + 1, percent))
            print(percent, scene.title, flush=True)
    return scenes


def _name(number: int, percent: int) -> str:
    return f"{number:02}.png" if percent == 100 else f"{number:02}-{percent}.png"


def _save(image: QImage, path: Path) -> None:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (image.width(), image.height()), image.bytesPerLine()
    picture = Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "RGB", stride)
    for colours in _COLOURS:
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        if path.stat().st_size <= _LARGEST:
            return


def _told(number: int, scene: Scene) -> str:
    small, large = (f"images/lesson/{_name(number, percent)}" for percent in (100, 150))
    asked = f"\n*{scene.question}* {scene.answer}\n" if scene.question else ""
    return f"""
## {number}. {scene.title}

**{scene.sentence}**

| | |
|---|---|
| ![{scene.title}]({small}) | ![{scene.title}, large type]({large}) |

{scene.notes}
{asked}"""


if __name__ == "__main__":
    main()

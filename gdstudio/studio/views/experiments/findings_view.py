"""Each claim, what the paper says, what was measured, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gdstudio.experiments.experiment import Finding
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.texts import TextTable, texts_figure
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import told_all
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import in_column, label
from gdstudio.studio.views.common.reaching_scroll import PanelScroll

_STRETCHES: Final = (0, 4, 4, 4)
_NAME_PX: Final = 116
_VERDICTS: Final = {True: "holds", False: "fails", None: "open"}  # rules of the style sheet


class FindingsView(PanelScroll):
    """A table of findings; the verdict is a word, with a colour beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Findings"))
        self._findings: tuple[Finding, ...] = ()
        self.set_findings(())

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings; none says when there will be some."""
        self._findings = tuple(told_all(finding) for finding in findings)
        body = QWidget()
        body.setObjectName("panelBody")
        grid = QGridLayout(body)
        sized(grid, margins=(0, 0, 6, 0), horizontalSpacing=14, verticalSpacing=6)
        if not findings:
            text = self.tr("What was measured stands here, beside what the paper says, at the end.")
            grid.addWidget(_wrapped(text, "muted"), 0, 0)
        else:
            self._fill(grid, self._findings)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(body)

    def figure(self) -> Figure | None:
        """Return all findings as they are read; None while there are none."""
        if not self._findings:
            return None
        words = self._verdicts()
        rows = [
            (words[one.holds], one.name, one.claim, one.measured or "–", one.paper or "–")
            for one in self._findings
        ]
        header = (self.tr("Verdict"), self.tr("Finding"), *self._heads())
        return texts_figure(
            "findings", self.tr("What came out"), (), TextTable(header, tuple(rows))
        )

    def _heads(self) -> tuple[str, str, str]:
        return self.tr("Claim"), self.tr("Measured here"), self.tr("The paper")

    def _verdicts(self) -> dict[bool | None, str]:
        holds, fails = self.tr("holds"), self.tr("does not hold")
        return {True: holds, False: fails, None: self.tr("cannot tell")}

    def _fill(self, grid: QGridLayout, findings: Sequence[Finding]) -> None:
        heads = ("", *self._heads())
        for column, (head, stretch) in enumerate(zip(heads, _STRETCHES, strict=True)):
            grid.addWidget(label("cardTitle", head), 0, column)
            grid.setColumnStretch(column, stretch)
        words = self._verdicts()
        top = Qt.AlignmentFlag.AlignTop
        for row, finding in enumerate(findings, 1):
            name = _wrapped(finding.name, "muted")
            verdict = label(_VERDICTS[finding.holds], words[finding.holds])
            verdict.setAccessibleName(f"{finding.name}: {words[finding.holds]}")
            judged = QWidget()
            sized(judged, fixedWidth=_NAME_PX)
            in_column(verdict, name, of=judged, spacing=0)
            grid.addWidget(judged, row, 0, top)
            for column, text in enumerate((finding.claim, finding.measured, finding.paper), 1):
                kind = "muted" if column == 3 else ""
                grid.addWidget(_wrapped(text or "–", kind), row, column)


def _wrapped(text: str, name: str) -> WrappedText:
    made = WrappedText(name)
    made.set_text(text.replace(" %", "\u00a0%"))  # a line never begins with the sign
    return made

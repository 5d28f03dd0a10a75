"""A headless browser, told what to do over a pipe by the DevTools protocol."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.patience import PATIENCE_S

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--force-color-profile=srgb", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """One page of a browser.

    Attributes:
        events: What the page has told since it was opened, in order.
    """

    def __init__(self, orders: int, answers: int) -> None:
        self.events: list[dict[str, Any]] = []
        self._orders, self._answers = orders, answers
        self._numbers = itertools.count(1)
        self._rest = b""
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        told = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = told["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give an order; return what is answered."""
        number = next(self._numbers)
        order: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            order["sessionId"] = self._session
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        answer = self._read_until(lambda message: message.get("id") == number)
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, path: Path) -> None:
        """Show a file, and wait until all of it is there."""
        self.events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        if not self._has_met("Page.loadEventFired"):
            self._read_until(lambda message: message.get("method") == "Page.loadEventFired")

    def value(self, expression: str) -> Any:
        """Return what an expression in JavaScript comes to."""
        told = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def see(self, width: int, height: int, *, dark: bool = False) -> None:
        """Show the page on a screen of this size, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="screen", features=[scheme])

    def screenshot(self) -> bytes:
        """Return the whole page as PNG."""
        told = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def pdf(self, width_inches: float = 8.27, height_inches: float = 11.69) -> bytes:
        """Return the page printed; A4 unless another paper is said."""
        paper = {"paperWidth": width_inches, "paperHeight": height_inches}
        told = self.ask("Page.printToPDF", preferCSSPageSize=False, **paper)
        return base64.b64decode(told["data"])

    def _has_met(self, method: str) -> bool:
        return any(event["method"] == method for event in self.events)

    def _read_until(self, is_meant: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while True:
            while b"\0" in self._rest:
                one, self._rest = self._rest.split(b"\0", 1)
                message = json.loads(one)
                if "method" in message:
                    self.events.append(message)
                if is_meant(message):
                    return message
            left = end - time.monotonic()
            assert left > 0, "the browser does not answer"
            if select.select([self._answers], [], [], left)[0]:
                data = os.read(self._answers, 1 << 20)
                assert data, "the browser has ended"
                self._rest += data


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Return a browser to look at pages in, with a profile of its own that goes with it."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program is not None, f"none of {', '.join(NAMES)} is there; `make` installs chromium"
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [*_FLAGS, f"--user-data-dir={profile}"]
        # Chromium reads orders from descriptor 3 and answers to 4.
        command = 'exec "$@" 3<&"$IN" 4>&"$OUT"'
        process = subprocess.Popen(
            ["/bin/bash", "-c", command, "browser", program, *flags],
            env={**os.environ, "IN": str(orders_out), "OUT": str(answers_in)},
            pass_fds=(orders_out, answers_in),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(orders_out)
        os.close(answers_in)
        try:
            yield Browser(orders_in, answers_out)
        finally:
            for descriptor in (orders_in, answers_out):
                os.close(descriptor)
            process.terminate()
            process.wait(PATIENCE_S)

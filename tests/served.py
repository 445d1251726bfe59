"""What a test's own HTTP servers share."""

from __future__ import annotations

import threading
from http.server import HTTPServer
from typing import Self


class Served:
    """Answers on a thread of its own while its ``with`` lasts."""

    _server: HTTPServer

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

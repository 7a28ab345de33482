"""One line of JSON per request, with the id that the client got as ``X-Request-Id``."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from api.seen import Seen

LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class AccessLog:
    """
    Requests as lines of JSON, gathered and written a few times a second.

    At ``info`` every request is written, at ``warning`` those that failed (status 500 and above).
    """

    _AT_MOST: Final = 256

    def __init__(self, level: str, out: TextIO | None = None) -> None:
        self._threshold = LEVELS.get(level, 20)
        self._out = out or sys.stderr
        self._lines: list[str] = []

    def write(
        self,
        seen: Seen,
        route: str,
        status: int,
        size: int,
        *,
        cached: bool = False,
        seconds: float = 0.0,
    ) -> None:
        """One request answered."""
        if self._threshold > LEVELS["info"] and status < 500:
            return
        path = json.dumps(seen.path.decode("latin-1"))
        self._lines.append(
            f'{{"time":"{datetime.now(UTC).isoformat()}","level":"info",'
            f'"id":"{seen.request_id.decode("latin-1")}","method":"{seen.method}","path":{path},'
            f'"route":"{route}","status":{status},"bytes":{size},'
            f'"ms":{seconds * 1000:.2f},"cached":{"true" if cached else "false"}}}\n'
        )
        if len(self._lines) >= self._AT_MOST:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        if self._lines:
            lines, self._lines = self._lines, []
            self._out.write("".join(lines))
            self._out.flush()


class JsonFormatter(logging.Formatter):
    """Log records of the program as lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """One record; a stack trace goes to the log, never to a client."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure(level: str) -> None:
    """Send the program's log to standard error as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    for name in ("mtkg", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler] if name != "uvicorn.error" else []
        logger.propagate = name == "uvicorn.error"
        logger.setLevel(LEVELS.get(level, 20))

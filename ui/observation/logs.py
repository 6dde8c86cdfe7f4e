"""The log of the server: a JSON object a line on standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

from ui.observation.record import current_record

_OURS = ("depeche.requests", "depeche.questions", "depeche.model")


class JsonLines(logging.Formatter):
    """Writes a record as one line: time, level, logger, message, request, and its own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; whatever is in it, it stays one."""
        request = current_record()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request.id if request else None,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_log(tells: Literal["problems", "requests"]) -> None:
    """Send everything that is logged in this process to standard error, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO if tells == "requests" else logging.WARNING)

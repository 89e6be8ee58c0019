"""The log as one JSON object a line, for what gathers logs (`MARQUEE_LOG_FORMAT=json`)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.core.asking import asking

_ATTRIBUTE = "marquee_fields"


def fields(**values: Any) -> Mapping[str, Mapping[str, Any]]:
    """Return values for the `extra` of a log call, that the JSON has as fields of their own."""
    return {_ATTRIBUTE: values}


def formatter(log_format: str) -> logging.Formatter | None:
    """Return what formats the log as `Settings.log_format` says; None: text, as it is."""
    return JsonFormatter() if log_format == "json" else None


class JsonFormatter(logging.Formatter):
    """One JSON object a record: time, level, logger, message, request, further fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if question := asking().id:
            told["request"] = question
        told |= getattr(record, _ATTRIBUTE, {})
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)

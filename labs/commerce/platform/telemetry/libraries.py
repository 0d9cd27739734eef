"""What libraries log is said as the shop says things: one JSON object a line."""

import logging

from labs.commerce.platform.telemetry.log import Log


def speak_through(log: Log) -> None:
    """Have what libraries warn of go through the process's own log, and nothing past it."""
    logging.getLogger().addHandler(_Library(log))


class _Library(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and isinstance(record.exc_info[1], Exception):
            self._log.defect(record.exc_info[1], record.name)
        else:
            self._log.warning("library", library=record.name, said=record.getMessage())

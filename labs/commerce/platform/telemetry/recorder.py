"""From ended spans to files, and to a collector where there is one."""

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.trace import Span

from labs.commerce.platform.telemetry import otlp

_EVERY_S = 0.25
_ROOM = 4096
"""Ended spans kept until they are written; beyond that the oldest are lost."""

FILE_BYTES = 4 * 2**20
"""A file that has grown to this makes way for a new one; one old file is kept."""

Send = Callable[[bytes], Awaitable[None]]


class Recorder(SpanProcessor):
    """Keeps ended spans and writes them down a few times each second."""

    def __init__(self, resource: Resource, file: Path, send: Send | None = None) -> None:
        self._resource = resource
        self._file = file
        self._send = send
        self._ended: deque[ReadableSpan] = deque(maxlen=_ROOM)

    def on_end(self, span: ReadableSpan) -> None:
        """Keep a span until it is written."""
        self._ended.append(span)

    def on_start(self, span: Span, parent_context: object = None) -> None:
        """Nothing is known yet."""

    async def run(self) -> None:
        """Write until cancelled, then write the rest."""
        try:
            while True:
                await asyncio.sleep(_EVERY_S)
                text = self.write()
                if text and self._send is not None:
                    await self._send(text)
        finally:
            self.write()

    def write(self) -> bytes:
        """Add what has ended to the file. Returns the line, empty if there was nothing."""
        if not self._ended:
            return b""
        spans = list(self._ended)
        self._ended.clear()
        text = otlp.line(self._resource, spans)
        self._append(text + b"\n")
        return text

    def _append(self, text: bytes) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, text)
            is_full = os.fstat(descriptor).st_size > FILE_BYTES
        finally:
            os.close(descriptor)
        if is_full:
            self._file.replace(self._file.with_suffix(f"{self._file.suffix}.1"))

"""Asking a server whether it serves. Each probe answers None, or why it is not ready."""

import asyncio
from pathlib import Path

from labs.supervising.processes import started_at

ANSWER_WITHIN_S = 2.0


async def http_ready(host: str, port: int, path: str) -> str | None:
    """Ready when a GET is answered with 200."""
    request = f"GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    answer = await _exchange(host, port, request.encode())
    status, _, _ = answer.partition("\r\n")
    if " 200 " in f"{status} ":
        return None
    body = answer.rpartition("\r\n\r\n")[2].strip()
    return f"GET {path}: {body or status or 'no answer'}"


async def line_ready(
    host: str, port: int, request: bytes, expected: str, *, line: int = 1
) -> str | None:
    """Ready when a line of the server's answer, counted from 1, begins with the expected words."""
    answer = await _exchange(host, port, request, line)
    return None if answer.startswith(expected) else answer.strip() or "no answer"


def postmaster_ready(pid_file: Path) -> str | None:
    """Ready when PostgreSQL says so in the eighth line of its lock file, where pg_ctl looks.

    A server that was killed leaves its file behind, with the number of a process that is gone.
    """
    try:
        lines = pid_file.read_text(encoding="ascii").splitlines()
    except OSError:
        return "no postmaster.pid yet"
    if not lines or started_at(int(lines[0])) is None:
        return "postmaster.pid is a dead server's"
    status = lines[7].strip() if len(lines) > 7 else "starting"  # noqa: PLR2004 - the file's format
    return None if status == "ready" else status


async def _exchange(host: str, port: int, request: bytes, line: int = 0) -> str:
    """A line of the answer; 0 is all of it."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(request)
                for _ in range(1, line):
                    await reader.readline()
                data = await (reader.readline() if line else reader.read(-1))
            finally:
                writer.close()
    except TimeoutError:
        return f"no answer within {ANSWER_WITHIN_S:g} s"
    except OSError as error:
        return f"{error.strerror or error}"
    return data.decode(errors="replace")

"""Asking the supervisor of a running lab."""

import socket

import msgspec

from labs.local.directories import LocalDirectory
from labs.local.protocol import Answer, Request
from labs.runtime import LabError
from labs.supervising.errors import NoSuchLabError

ANSWER_WITHIN_S = 10.0


def ask(directory: LocalDirectory, request: Request) -> Answer:
    """Send one request and wait for its answer.

    Raises:
        NoSuchLabError: no supervisor answers.
        LabError: the supervisor refused.
    """
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_WITHIN_S)
            connection.connect(str(directory.control))
            connection.sendall(msgspec.json.encode(request) + b"\n")
            with connection.makefile("rb") as lines:
                line = lines.readline()
    except OSError:
        raise NoSuchLabError(directory.lab) from None
    if not line:
        raise NoSuchLabError(directory.lab)
    answer = msgspec.json.decode(line, type=Answer)
    if answer.error is not None:
        raise LabError.reported(answer.error.code, answer.error.params)
    return answer

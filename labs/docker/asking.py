"""Asking a container itself whether it is ready: an engine's check starts a program each time."""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from labs.docker.plan import Container
from labs.supervising.ports import LOOPBACK

ANSWER_WITHIN_S = 2.0


def refusal(container: Container) -> str | None:
    """Why it is not ready, in its own words where it answers; None: it is."""
    connection = HTTPConnection(LOOPBACK, container.port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/ready")
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        return str(error) or "no answer"
    finally:
        connection.close()
    return None if answer.status == HTTPStatus.OK else said or f"status {answer.status}"

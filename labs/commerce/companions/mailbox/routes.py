"""Reading the mailbox. Open to everybody on this machine, as a development mail server is."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.companions.mailbox.store import LetterStore
from labs.commerce.platform.web import answer, get, path_int, query_int

_PAGE, _PAGE_MAX = 20, 200


def routes(letters: LetterStore) -> list[Route]:
    """The latest letters, and one of them."""

    async def latest(request: Request) -> Response:
        recipient = request.query_params.get("to", "").strip().lower()
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await letters.latest(recipient, limit))

    async def letter(request: Request) -> Response:
        return answer(await letters.find(path_int(request, "letter")))

    return [get("/", latest), get("/{letter}", letter)]

"""Reading the mailbox. Open to everybody on this machine, as a development mail server is."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.companions.mailbox.store import Letter, LetterStore
from labs.commerce.platform.serving.parameters import Number, Words
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, get, path_int

_TO, _LIMIT = Words("to", 320), Number("limit", default=20, high=200)


def routes(letters: LetterStore) -> list[PublicRoute]:
    """The latest letters, and one of them."""

    async def latest(request: Request) -> Response:
        return answer(await letters.latest(_TO.of(request).lower(), _LIMIT.of(request)))

    async def letter(request: Request) -> Response:
        return answer(await letters.find(path_int(request, "letter")))

    return [
        get("/", latest, Shape(ANYONE, asks=[_TO, _LIMIT], gives=list[Letter])),
        get("/{letter:number}", letter, Shape(ANYONE, gives=Letter)),
    ]

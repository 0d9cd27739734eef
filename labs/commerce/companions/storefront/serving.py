"""From a request to a visit, from a visit to a page, and from a failure to a page that says so."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.companions.storefront.assets import digest
from labs.commerce.companions.storefront.cookies import LANGUAGE, Jar
from labs.commerce.companions.storefront.forms import Seal, read_form
from labs.commerce.companions.storefront.frame import Frame
from labs.commerce.companions.storefront.headers import HEADERS, REVALIDATED
from labs.commerce.companions.storefront.language import known, preferred
from labs.commerce.companions.storefront.rendering import HTML, Renderer
from labs.commerce.companions.storefront.session import Sessions
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.companions.storefront.words import words
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.scope import current, expiry
from labs.commerce.platform.serving.streaming import Streams
from labs.commerce.platform.telemetry import Log

Endpoint = Callable[[Visit], Awaitable[Shown]]

PAGE_WITHIN_MS = 8_000
"""A checkout takes the longest: the shop itself lets go of it after three seconds."""

FAILURE = "failure.html"


@dataclass(frozen=True, slots=True)
class Door:
    """Lets visitors in."""

    sessions: Sessions
    seal: Seal
    frame: Frame
    renderer: Renderer
    streams: Streams
    log: Log

    def shows(self, path: str, endpoint: Endpoint) -> Route:
        """A page that is only looked at."""

        async def answered(request: Request) -> Response:
            return await self._answered(request, endpoint)

        return Route(path, answered, methods=["GET"])

    def acts(self, path: str, endpoint: Endpoint) -> Route:
        """What a form of ours asks for."""

        async def sealed(visit: Visit) -> Shown:
            visit.form = await read_form(visit.request)
            self.seal.check(visit.request, visit.jar, visit.token, visit.form)
            return await endpoint(visit)

        async def answered(request: Request) -> Response:
            return await self._answered(request, sealed)

        return Route(path, answered, methods=["POST"])

    def part(self, visit: Visit, page: Page) -> bytes:
        """A part of a page, without what stands around it."""
        return self.renderer.html(page.template, {"t": visit.words, **page.view})

    async def _answered(self, request: Request, endpoint: Endpoint) -> Response:
        scope = current()
        scope.expires_at = scope.expires_at or expiry(PAGE_WITHIN_MS)
        visit = visit_of(request)
        visit.session = await self.sessions.recognised(visit.jar, request.scope["verifier"])
        response = await self._guarded(visit, endpoint)
        visit.jar.write(response)
        response.headers.update(HEADERS)
        return response

    async def _guarded(self, visit: Visit, endpoint: Endpoint) -> Response:
        """What the endpoint shows, or a page that says why it cannot."""
        try:
            return await self._response(visit, await endpoint(visit))
        except ShopError as error:
            return await self._response(visit, self._refused(visit, error))
        except Exception as error:  # noqa: BLE001 - a defect of a page is a page too
            self.log.defect(error, visit.request.url.path)
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            return await self._response(visit, Page(FAILURE, {"code": "internal-error"}, status))

    def _refused(self, visit: Visit, error: ShopError) -> Shown:
        if error.status != HTTPStatus.UNAUTHORIZED:
            return Page(FAILURE, {"code": error.code}, error.status)
        # whoever holds tokens that nobody accepts any more is a guest
        self.sessions.end(visit.jar)
        wanted = visit.request.url.path if visit.request.method == "GET" else "/"
        return go(f"/sign-in?next={wanted}", "sign-in-first")

    async def _response(self, visit: Visit, shown: Shown) -> Response:
        if isinstance(shown, Response):
            return shown
        around = await self.frame.around(visit)
        seal = self.seal.of(visit.jar, visit.token)
        html = self.renderer.html(shown.template, {**around, "csrf": seal, **shown.view})
        return _revalidated(visit, html, shown.status)


def visit_of(request: Request) -> Visit:
    """Who asks, as far as the request itself tells."""
    jar = Jar.of(request)
    chosen = known(jar.get(LANGUAGE)) or preferred(request.headers.get("accept-language", ""))
    return Visit(request, words(chosen), jar)


def _revalidated(visit: Visit, html: bytes, status: int) -> Response:
    """The page, or that the browser has it already."""
    tag = f'W/"{digest(html)}"'
    headers = {"etag": tag, "cache-control": REVALIDATED, "vary": "cookie, accept-language"}
    fresh = visit.request.headers.get("if-none-match") == tag and status == HTTPStatus.OK
    if fresh:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(html, status, headers, media_type=HTML)

"""The public API of categories."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.categories.api import Category, CategoryRef
from labs.commerce.modules.categories.service import CategoriesService
from labs.commerce.platform.messages import Command, Text
from labs.commerce.platform.web import answer, body, get, put, require


class PutCategory(Command, frozen=True):
    """A category's title."""

    title: Text


def routes(categories: CategoriesService) -> list[Route]:
    """Reading categories; administrators add and rename them."""

    async def everything(_request: Request) -> Response:
        return answer(await categories.all())

    async def show(request: Request) -> Response:
        return answer(await categories.find(CategoryRef(slug=request.path_params["slug"])))

    async def store(request: Request) -> Response:
        require(request, "admin")
        wanted = await body(request, PutCategory)
        category = Category(slug=request.path_params["slug"], title=wanted.title)
        return answer(await categories.put(category))

    return [get("/", everything), get("/{slug}", show), put("/{slug}", store)]

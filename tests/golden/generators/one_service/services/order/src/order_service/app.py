"""The order service as a web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from order_service.health import router as health_router
from order_service.routers import orders
from order_service.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    """Compose the application; tests pass their own settings."""
    settings = settings or Settings.from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.settings = settings
        yield

    app = FastAPI(title="order", version="1.0.0", lifespan=lifespan)
    app.include_router(health_router)
    app.include_router(orders.new_router())
    return app

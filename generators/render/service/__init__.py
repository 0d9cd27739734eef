"""A service as a project of its own: application, tests, image."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generators.blueprint import Blueprint
from generators.render.reasons import marker
from generators.render.service.view import ServiceView, service_view
from generators.render.topology import HTTP_PORT

USER_ID = 10001

_IGNORED = ".venv\n__pycache__\n.pytest_cache\n.mypy_cache\n.ruff_cache\ntests\n"


def service_files(bp: Blueprint) -> dict[str, str]:
    """The projects of all services, below `services/`."""
    return {
        f"services/{name}/{path}": text
        for name in bp.services
        for path, text in _project(service_view(bp, name)).items()
    }


def _project(view: ServiceView) -> dict[str, str]:
    source = f"src/{view.package}"
    files = {
        "pyproject.toml": _rendered("pyproject.toml", view),
        "Dockerfile": _rendered("Dockerfile", view),
        ".dockerignore": _IGNORED,
        f"{source}/__init__.py": f'"""The {view.service} service."""\n',
        f"{source}/app.py": _rendered("app.py", view),
        f"{source}/health.py": _rendered("health.py", view),
        f"{source}/settings.py": _rendered("settings.py", view),
        f"{source}/routers/__init__.py": '"""One router for each module."""\n',
        "tests/test_health.py": _rendered("test_health.py", view),
        "tests/test_settings.py": _rendered("test_settings.py", view),
    }
    if view.peers:
        files[f"{source}/peers.py"] = _rendered("peers.py", view)
        files["tests/test_peers.py"] = _rendered("test_peers.py", view)
    for module in view.modules:
        router = _rendered("router.py", view, module=module)
        files[f"{source}/routers/{module.identifier}.py"] = router
        test = _rendered("test_router.py", view, module=module)
        files[f"tests/routers/test_{module.identifier}.py"] = test
    return files


def _rendered(template: str, view: ServiceView, **more: object) -> str:
    values = {field: getattr(view, field) for field in asdict(view)}
    return (
        _templates()
        .get_template(f"{template}.j2")
        .render(**values, **more, port=HTTP_PORT, user_id=USER_ID)
    )


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is code, and names have a checked form
    )
    templates.globals["why"] = marker
    return templates


__all__ = ["service_files"]

"""A service as a project of its own: application, tests, image."""

from generators.blueprint import Blueprint
from generators.render.service.project import project_files
from generators.render.service.reasons import with_reason
from generators.render.service.view import service_view


def service_files(bp: Blueprint) -> dict[str, str]:
    """The projects of all services, below `services/`."""
    return {
        f"services/{name}/{path}": with_reason(bp, name, path, text)
        for name in bp.services
        for path, text in project_files(service_view(bp, name))
    }


__all__ = ["service_files"]

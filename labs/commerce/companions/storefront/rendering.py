"""From a page to HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from labs.commerce.companions.storefront.assets import Assets
from labs.commerce.companions.storefront.pictures import picture_url

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Renderer:
    """The templates, each compiled for its first visitor.

    All at once they would keep a start waiting for longer than anything else does.
    """

    environment: Environment

    @classmethod
    def over(cls, assets: Assets) -> "Renderer":
        """A renderer whose pages link to these assets."""
        environment = Environment(
            loader=PackageLoader(__package__ or "", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["asset"] = assets.url
        environment.globals["picture"] = picture_url
        return cls(environment)

    def html(self, template: str, view: Mapping[str, Any]) -> bytes:
        """The template, filled in; a name that the view lacks is an error."""
        return self.environment.get_template(template).render(view).encode()

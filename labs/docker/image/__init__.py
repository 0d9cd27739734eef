"""The shop's image: `labs/commerce` with what it needs, and nothing else of ours."""

from labs.docker.image.building import base_image, build, image_name
from labs.docker.image.context import BuildContext, build_context

__all__ = ["BuildContext", "base_image", "build", "build_context", "image_name"]

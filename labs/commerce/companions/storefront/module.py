"""How storefront is put together."""

from labs.commerce.companions.storefront.api import Storefront
from labs.commerce.platform.module import Assembly, Module, Parts


class SilentStorefront:
    """Fulfils the contract, and offers nothing yet."""


def build(_parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    return Assembly(SilentStorefront())


MODULE = Module("storefront", "", Storefront, build)

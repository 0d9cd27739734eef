"""How payment-provider is put together."""

from labs.commerce.companions.payment_provider.api import PaymentProvider
from labs.commerce.platform.module import Assembly, Module, Parts


class SilentPaymentProvider:
    """Fulfils the contract, and offers nothing yet."""


def build(_parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    return Assembly(SilentPaymentProvider())


MODULE = Module("payment-provider", "/psp", PaymentProvider, build)

"""How payment-provider is put together."""

from labs.commerce.companions.payment_provider.api import PaymentProvider
from labs.commerce.companions.payment_provider.notices import Notices
from labs.commerce.companions.payment_provider.routes import routes
from labs.commerce.companions.payment_provider.service import PaymentProviderService
from labs.commerce.companions.payment_provider.store import ProviderStore
from labs.commerce.platform.calls.client import Channel
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of

CALLBACKS = "/api/v1/payments/callbacks"
"""Where the shop, the provider's only merchant, wants to be told."""


def build(parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    secrets = parts.spec.secrets
    shop = Channel(parts.spec.peers.get("payments", ""))
    notices = Notices(parts.database, shop, CALLBACKS, secrets.callback_key, parts.log)
    service = PaymentProviderService(ProviderStore(parts.database), notices.kick)
    return Assembly(service, routes(service, secrets.merchant_key), background=[notices.run])


MODULE = Module("payment-provider", "/psp", PaymentProvider, build, schema_of(__package__))

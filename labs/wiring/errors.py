"""Blueprints that no shop can be wired up from."""

from labs.runtime import LabError


class StoreMissingError(LabError):
    """A blueprint asks for a store that no package brings, and nobody said where one runs."""

    code = "store-missing"

    def __init__(self, service: str, store: str, variable: str) -> None:
        super().__init__(service=service, store=store, variable=variable)


class StoreDriverMissingError(LabError):
    """The driver of a store is an extra of ours that was not installed."""

    code = "store-driver-missing"

    def __init__(self, store: str, driver: str) -> None:
        super().__init__(store=store, driver=driver)


class BrokerDriverMissingError(LabError):
    """The driver of a broker is an extra of ours that was not installed."""

    code = "broker-driver-missing"

    def __init__(self, broker: str, driver: str) -> None:
        super().__init__(broker=broker, driver=driver)


class CannotLaunchError(LabError):
    """The program that forks the services ended: the shop refused the specification, or crashed."""

    code = "cannot-launch"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)

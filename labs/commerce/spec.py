"""The launch specification: which modules run where, and with what settings."""

import secrets
from pathlib import Path
from typing import Literal

import msgspec

from labs.commerce.seed.people import PASSWORD

Checkout = Literal["acid", "saga-orchestration", "saga-choreography", "two-phase-commit"]

ACID_MODULES = frozenset({"orders", "reservations", "stock", "payments", "shipping"})
"""The modules whose tables one checkout writes: an ACID checkout needs them in one database."""


class SpecError(Exception):
    """A specification cannot be launched. `problems` are codes with what they are about."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen part of the specification; a key it does not know is an error."""


class Deployable(_Part, frozen=True):
    """One replica of a set of modules that share a process and a database."""

    name: str
    modules: tuple[str, ...]
    database: str
    """PostgreSQL URL; replicas of a deployable share it, other deployables never do.

    Empty where the modules keep no data and neither publish nor consume events."""
    port: int
    host: str = "127.0.0.1"
    """Where its peers find it."""
    listen: str = ""
    """The address it listens on, where that is not `host`: in a container, all of its own."""
    replica: int = 1
    version: str = "v1"
    log: str = ""
    """File that receives the replica's log; empty means standard error."""

    traces: str = ""
    """File that receives the replica's spans; empty means that nothing is traced."""

    @property
    def keeps_data(self) -> bool:
        """Whether it has a database, and with it an outbox and an inbox."""
        return bool(self.database)

    @property
    def url(self) -> str:
        """Where its peers call it."""
        return f"http://{self.host}:{self.port}"

    @property
    def instance(self) -> str:
        """`order-1`: what the launcher's control lines call this replica."""
        return f"{self.name}-{self.replica}"


class SagaStep(_Part, frozen=True):
    """One step of the checkout saga, as the blueprint declares it."""

    action: str
    service: str
    compensation: str | None = None
    """The action that undoes this one; without it the step is left as it is."""


REFERENCE_SAGA = (
    SagaStep(action="CreateOrder", service="orders", compensation="CancelOrder"),
    SagaStep(action="ReserveItems", service="reservations", compensation="ReleaseItems"),
    SagaStep(action="ProcessPayment", service="payments", compensation="RefundPayment"),
    SagaStep(action="ScheduleShipping", service="shipping", compensation="CancelShipping"),
    SagaStep(action="ConfirmOrder", service="orders"),
)


class BreakerPolicy(_Part, frozen=True):
    """When calls to a peer are cut off."""

    failures: int = 5
    """Consecutive failures that open the breaker."""
    open_ms: int = 1000
    """How long it stays open before one call is let through as a probe."""
    most_at_once: int = 200
    """Calls in flight from one caller to one replica; a further one fails at once."""


class CallPolicy(_Part, frozen=True):
    """How a peer in another deployable is called."""

    timeout_ms: int = 1000
    retries: int = 2
    """Further attempts after the first; only for calls that are safe to repeat."""
    breaker: BreakerPolicy = BreakerPolicy()


class Communication(CallPolicy, frozen=True):
    """The default call policy, and its exceptions by module called."""

    peers: dict[str, CallPolicy] = {}

    def policy(self, module: str) -> CallPolicy:
        """The policy for calls to `module`."""
        return self.peers.get(module, self)


class Tracing(_Part, frozen=True):
    """Which requests are traced, beside those whose sender traces them."""

    ratio: float = 0.01
    """The part of all requests, between 0 and 1."""
    per_second: float = 1.0
    """Requests of each replica that are traced in any case, so that a quiet shop shows them all."""


def _fresh_secret() -> str:
    return secrets.token_urlsafe(24)


class Secrets(_Part, frozen=True):
    """What only the shop's own processes may know."""

    sealing_key: str
    """Seals what must not be readable at rest: private signing keys, reset tokens on their way."""
    internal_token: str
    """Presented by every call from deployable to deployable."""
    demo_password: str = PASSWORD
    """Password of the seeded demonstration accounts."""
    merchant_key: str = msgspec.field(default_factory=_fresh_secret)
    """Shown to the payment provider by the shop."""
    callback_key: str = msgspec.field(default_factory=_fresh_secret)
    """Signs what the payment provider tells the shop."""


class Stores(_Part, frozen=True):
    """Where data lives that a deployable need not keep in its own database."""

    catalogue: str = ""
    """MongoDB URL; empty means PostgreSQL."""
    search: str = ""
    """Elasticsearch URL; empty means PostgreSQL."""
    name: str = "shop"
    """What the shop's data is called by there, so that shops can share a server."""


class Spec(_Part, frozen=True):
    """Everything a launch needs to know."""

    deployables: tuple[Deployable, ...]
    peers: dict[str, str]
    """Module name -> base URL of the deployable that holds it."""
    cache: str
    broker: str
    secrets: Secrets
    mail: str = ""
    """Where letters are handed over: `smtp://127.0.0.1:2525`. Empty: none are sent."""
    checkout: Checkout = "saga-orchestration"
    saga: tuple[SagaStep, ...] = REFERENCE_SAGA
    stores: Stores = Stores()
    seed: int = 7
    communication: Communication = Communication()
    tracing: Tracing = Tracing()
    drain_ms: int = 0
    """How long a replica that was told to stop still serves, while it says that it is not ready."""
    checkout_timeout_ms: int = 3000
    """After this a checkout answers 202 and goes on in the background."""
    step_timeout_ms: int = 2000
    """After this the outcome of a saga's step counts as unknown, and it is asked for again."""
    saga_deadline_ms: int = 60_000
    """A saga whose step stays in doubt, or that nobody finishes, for longer is compensated."""

    def addresses(self, module: str) -> tuple[str, ...]:
        """Where calls to `module` go: to every replica of the version that `peers` names.

        A canary gets only what the gateway sends it.
        """
        url = self.peers.get(module)
        named = [d for d in self.deployables if d.url == url and module in d.modules]
        alike = {(d.name, d.version) for d in named}
        urls = tuple(d.url for d in self.deployables if (d.name, d.version) in alike)
        return urls or (() if url is None else (url,))

    @property
    def checkout_cuts(self) -> tuple[tuple[str, ...], ...]:
        """The modules that a checkout writes, as the deployables hold them together."""
        held = {
            deployable.name: tuple(m for m in deployable.modules if m in ACID_MODULES)
            for deployable in self.deployables
        }
        return tuple(modules for modules in held.values() if modules)

    @property
    def votes(self) -> bool:
        """Whether a checkout is one transaction over several databases."""
        return self.checkout == "two-phase-commit" and len(self.checkout_cuts) > 1


def read_spec(path: Path) -> Spec:
    """Read and check a specification.

    Raises:
        SpecError: the file is not a specification, or asks for what cannot run.
    """
    try:
        return parse_spec(path.read_bytes())
    except OSError as error:
        raise SpecError(f"spec-unreadable: {path}: {error.strerror}") from None


def parse_spec(text: bytes) -> Spec:
    """Decode and check a specification.

    Raises:
        SpecError: with every problem found.
    """
    try:
        spec = msgspec.json.decode(text, type=Spec)
    except msgspec.MsgspecError as error:
        raise SpecError(f"spec-malformed: {error}") from None
    problems = (*_checkout_problems(spec), *_placement_problems(spec))
    if problems:
        raise SpecError(*problems)
    return spec


def _checkout_problems(spec: Spec) -> list[str]:
    holders = [d for d in spec.deployables if "orders" in d.modules]
    if spec.checkout != "acid":
        return []
    return [
        f"acid-needs-co-location: {holder.name} lacks {', '.join(sorted(missing))}"
        for holder in holders
        if (missing := ACID_MODULES - set(holder.modules))
    ]


def _placement_problems(spec: Spec) -> list[str]:
    problems = []
    owners: dict[str, str] = {}
    for deployable in spec.deployables:
        for module in deployable.modules:
            owner = owners.setdefault(module, deployable.name)
            if owner != deployable.name:
                problems.append(f"module-placed-twice: {module} in {owner}, {deployable.name}")
    instances = [d.instance for d in spec.deployables]
    problems += [
        f"duplicate-replica: {i}" for i in sorted({i for i in instances if instances.count(i) > 1})
    ]
    return problems

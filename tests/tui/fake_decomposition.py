"""A small monolith to cut, priced by counting services."""

# ruff: noqa: ARG002 - a fake answers alike whatever it is asked

from dataclasses import dataclass, field

from workbench.ports.decomposition import (
    NO_LIMITS,
    Consequences,
    Coupling,
    Cut,
    Delta,
    Forecast,
    Limits,
    Optimum,
    Price,
)

REFERENCE: Cut = {
    "user": ("registration", "authentication", "profiles", "permissions"),
    "product": ("products", "categories", "search", "recommendations"),
    "cart": ("cart",),
    "order": ("orders", "order-status"),
    "payment": ("payments",),
    "inventory": ("stock", "reservations", "suppliers"),
    "shipping": ("shipping",),
    "notification": ("notifications",),
    "review": ("reviews", "ratings", "moderation"),
    "analytics": ("behaviour", "sales-reports", "recommendation-models"),
    "admin": ("admin",),
}
MODULES = tuple(module for modules in REFERENCE.values() for module in modules)
CUTS: dict[str, Cut] = {
    "monolith": {"shop": MODULES},
    "reference": REFERENCE,
    "proposal": REFERENCE,
}


@dataclass
class FakeDecomposition:
    mine: Cut = field(default_factory=lambda: REFERENCE)
    wanted: Limits = NO_LIMITS
    saved: list[Cut] = field(default_factory=list)
    saved_limits: list[Limits] = field(default_factory=list)

    def limits(self) -> Limits:
        return self.wanted

    def cut(self, name: str, limits: Limits = NO_LIMITS) -> Cut:
        return self.mine if name == "mine" else CUTS[name]

    def price(self, cut: Cut, language: str, limits: Limits = NO_LIMITS) -> Price:
        total = 90.0 - abs(len(cut) - 11) * 1.2
        criteria = (("capability", 84.0), ("data", 61.0), ("team", 92.0), ("scaling", 47.5))
        homes = {module: name for name, modules in cut.items() for module in modules}
        torn = [pair for pair in limits.together if len({homes[name] for name in pair}) > 1]
        broken = tuple(f"{', '.join(pair)} have to share a service." for pair in torn)
        return Price(total, criteria, broken=broken)

    def optimum(self, limits: Limits = NO_LIMITS) -> Optimum:
        return Optimum(REFERENCE, 88.0 if limits.together else 90.0, proved=True)

    def consequences(self, cut: Cut, language: str) -> Consequences:
        hops = min(len(cut) - 1, 6)
        checkout = Forecast("checkout", hops, (8.0, 8.0 + 3 * hops), 0.999 ** len(cut))
        return Consequences(("0.55 hand-offs per change, expected.",), (checkout,), "Assumed.")

    def compare(self, before: Cut, after: Cut, language: str) -> tuple[Delta, ...]:
        if before == after:
            return ()
        more = len(after) - len(before)
        sentence = f"{more:+d} services" if language == "en" else f"сервисов: {more:+d}"
        return (Delta(sentence, worse=True), Delta("1 shared table fewer", worse=False))

    def couplings(self, language: str) -> tuple[Coupling, ...]:
        return (
            Coupling("orders", "payments", 4.0, ("checkout calls payments 96 times a second",)),
            Coupling("orders", "stock", 2.0, ("checkout reserves stock",)),
            Coupling("products", "categories", 1.0, ("both read table category",)),
        )

    def save(self, cut: Cut, limits: Limits = NO_LIMITS) -> str:
        self.saved.append(cut)
        self.saved_limits.append(limits)
        return "boundaries.yaml"

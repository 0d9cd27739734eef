"""A small monolith to cut, priced by counting services."""

# ruff: noqa: ARG002 - a fake answers alike whatever it is asked

from dataclasses import dataclass, field

from workbench.ports.decomposition import Coupling, Cut, Delta, Optimum, Price

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
    saved: list[Cut] = field(default_factory=list)

    def cut(self, name: str) -> Cut:
        return self.mine if name == "mine" else CUTS[name]

    def price(self, cut: Cut, language: str) -> Price:
        total = 90.0 - abs(len(cut) - 11) * 1.2
        criteria = (("capability", 84.0), ("data", 61.0), ("team", 92.0), ("scaling", 47.5))
        return Price(total, criteria)

    def optimum(self) -> Optimum:
        return Optimum(REFERENCE, 90.0, proved=True)

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

    def save(self, cut: Cut) -> str:
        self.saved.append(cut)
        return "boundaries.yaml"

"""One measured figure beside its goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`, lower is better. Ratios travel between machines, values do not."""

    name: str
    value: float
    unit: str
    goal: float
    note: str = ""

    @property
    def line(self) -> str:
        """The figure as a row of the report."""
        ratio = self.value / self.goal
        mark = "✔" if ratio <= 1 else "✘"
        value, goal = f"{self.value:.4g} {self.unit}", f"≤ {self.goal:g} {self.unit}"
        return (
            f"{mark} {self.name:<52} {value:>14}  {goal:>14}  ×{ratio:4.2f}  {self.note}".rstrip()
        )

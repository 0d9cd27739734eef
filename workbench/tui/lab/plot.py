"""The latency plot. Imported when the first sample arrives: plotext costs a tenth of a second."""

from collections.abc import Sequence

from textual.color import Color
from textual_plotext import PlotextPlot

from workbench.ports.laboratory import Sample

SERIES = (("p99", "x", "error"), ("p95", "dot", "warning"), ("p50", "hd", "success"))
"""Percentile, marker, colour: the markers differ, so that the lines do without colour."""
TICKS = 4


class LatencyPlot(PlotextPlot):
    """Percentiles of each second, in milliseconds."""

    def show(self, samples: Sequence[Sample]) -> None:
        """Draw these seconds."""
        plt = self.plt
        plt.clear_figure()
        plt.grid(horizontal=False, vertical=False)
        plt.xaxes(lower=True, upper=False)
        plt.yaxes(left=True, right=False)
        times = [sample.at_s for sample in samples]
        for name, marker, role in SERIES:
            values = [getattr(sample, f"{name}_ms") for sample in samples]
            colour = Color.parse(self.app.theme_variables[role]).rgb
            plt.plot(times, values, marker=marker, color=colour)
        self._scale(times, max(sample.p99_ms for sample in samples))
        self.refresh()

    def _scale(self, times: Sequence[float], highest_ms: float) -> None:
        """Whole numbers on both axes; milliseconds from zero."""
        top = max(round(highest_ms * 1.1), 1)
        step = max((times[-1] - times[0]) / TICKS, 1)
        ticks = [times[0] + n * step for n in range(TICKS + 1) if times[0] + n * step <= times[-1]]
        marks: list[float] = sorted({0, round(top / 2), top})
        self.plt.xticks(ticks, [f"{tick:.0f}" for tick in ticks])
        self.plt.yticks(marks, [str(mark) for mark in marks])
        self.plt.ylim(0, top)

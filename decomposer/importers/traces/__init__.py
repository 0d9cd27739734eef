"""OpenTelemetry traces as a graph."""

from decomposer.importers.traces.importing import load_traces

__all__ = ["load_traces"]

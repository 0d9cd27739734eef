"""The metrics of the research papers, each computed as its own paper does, and their limits.

They are for comparison with the literature: a cut that only looks good by them is the lesson of
`decomposer.metrics.exploits`.
"""

from decomposer.metrics.agreement import adjusted_rand_index, agreement
from decomposer.metrics.cargo import CargoMetrics, cargo_metrics
from decomposer.metrics.dominating import Dominating, dominating, no_worse
from decomposer.metrics.exploits import Exploit, exploits
from decomposer.metrics.ibm import IbmMetrics, ibm_metrics
from decomposer.metrics.inesc import InescMetrics, inesc_metrics
from decomposer.metrics.observation import ROOT, Observation
from decomposer.metrics.sequence_exploits import sequence_exploits

__all__ = [
    "ROOT",
    "CargoMetrics",
    "Dominating",
    "Exploit",
    "IbmMetrics",
    "InescMetrics",
    "Observation",
    "adjusted_rand_index",
    "agreement",
    "cargo_metrics",
    "dominating",
    "exploits",
    "ibm_metrics",
    "inesc_metrics",
    "no_worse",
    "sequence_exploits",
]

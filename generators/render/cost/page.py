"""The estimate as a page to read."""

from collections.abc import Iterator, Mapping

from content.prices import Prices
from generators.blueprint import Blueprint
from generators.blueprint.objectives import Objectives
from generators.render.cost.estimate import Estimate


def page(bp: Blueprint, found: Mapping[str, Estimate], table: Prices) -> str:
    """Markdown: the verdict first, then where the money goes."""
    lines = [f"# What {bp.name} costs in a month", "", *_totals(found), ""]
    if bp.objectives is not None:
        lines += [*_verdict(bp.objectives, found), *_load(bp.objectives), ""]
    for name, estimate in found.items():
        lines += [f"## {name}", "", *_services(estimate), "", *_around(estimate), ""]
    lines += ["## How it is counted", "", *_basis(bp, table)]
    return "\n".join(lines) + "\n"


def _totals(found: Mapping[str, Estimate]) -> Iterator[str]:
    yield "| environment | at rest, $ | autoscaled to the maximum, $ |"
    yield "|---|---:|---:|"
    for name, estimate in found.items():
        yield f"| {name} | {estimate.usd:.0f} | {estimate.most_usd:.0f} |"
    at_rest, most = _sums(found)
    yield f"| **all** | **{at_rest:.0f}** | **{most:.0f}** |"


def _sums(found: Mapping[str, Estimate]) -> tuple[float, float]:
    estimates = found.values()
    return sum(each.usd for each in estimates), sum(each.most_usd for each in estimates)


def _verdict(objectives: Objectives, found: Mapping[str, Estimate]) -> Iterator[str]:
    limit = objectives.monthly_cost_usd
    if limit is None:
        return
    at_rest, most = _sums(found)
    if at_rest > limit:
        yield f"**Warning: above `monthly_cost_usd` ({limit}) by {at_rest - limit:.0f} at rest.**"
    elif most > limit:
        yield f"Warning: within `monthly_cost_usd` ({limit}) at rest, above it when scaled out."
    else:
        yield f"Within `monthly_cost_usd` ({limit})."
    yield ""


def _load(objectives: Objectives) -> Iterator[str]:
    rate = objectives.users / objectives.think_time_s
    yield (
        f"{objectives.users} users who pause {objectives.think_time_s:g} s between requests send"
        f" at most {rate:.0f} requests per second in all."
    )


def _services(estimate: Estimate) -> Iterator[str]:
    yield "| service | replicas | at rest, $ | at most, $ |"
    yield "|---|---:|---:|---:|"
    for name, share in estimate.services.items():
        replicas = str(share.replicas)
        if share.most_replicas != share.replicas:
            replicas += f"–{share.most_replicas}"
        yield f"| {name} | {replicas} | {share.usd:.1f} | {share.most_usd:.1f} |"


def _around(estimate: Estimate) -> Iterator[str]:
    yield "| beside them | $ |"
    yield "|---|---:|"
    for name, usd in estimate.around.items():
        yield f"| {name} | {usd:.0f} |"


def _basis(bp: Blueprint, table: Prices) -> Iterator[str]:
    in_a_cloud = bp.deployment is not None and bp.deployment.cloud != "none"
    standby = "" if in_a_cloud else " standby servers,"
    yield f"Prices of {table.as_of}: {table.source}."
    yield ""
    yield (
        f"A core that is requested costs ${table.vcpu:g}, a GiB of memory ${table.gib:g}."
        " Each environment is a cluster of its own, with one server of each kind of store,"
        f" in which every service has its database. Traffic, disks, backups,{standby}"
        " logs and people are not counted."
    )

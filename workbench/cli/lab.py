"""`workbench lab`: the shop, live."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.cli.failure import Exit
from workbench.cli.lab_options import (
    acting_on,
    chosen_runtime,
    lab_option,
    no_lab,
    progress_line,
    running_lab,
    runtime_option,
)
from workbench.cli.lazy import LazyGroup
from workbench.cli.load_table import show_load
from workbench.cli.options import folder_option, json_option
from workbench.cli.output import emit, rows
from workbench.cli.units import megabytes, processor_seconds
from workbench.cli.words import all_words, help_for, words
from workbench.runtimes import LabChoices
from workbench.usecases.entrances import entrances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labs.runtime import LabStatus, Progress
    from labs.traffic.results import Sample

HERE = "workbench.cli.lab"
MOST_USERS = 25_000
"""Each holds a connection, and a machine has some 28,000 ports for those to one address."""
USUAL_RPS = 50.0
FAULT_ACTS = ("kill", "pause", "resume", "isolate", "rejoin", "limit", "unlimit")
LONGEST_S = 600
"""Well before the customers' tokens expire."""


@click.group(
    cls=LazyGroup,
    help=help_for("lab"),
    commands_at={
        name: f"{HERE}:{name}"
        for name in ("up", "down", "status", "logs", "load", "fault", "audit")
    }
    | {
        "trace": "workbench.cli.traces:trace",
        "timeline": "workbench.cli.timeline:timeline",
        "metrics": "workbench.cli.metrics:metrics",
    },
)
def lab() -> None:
    """The shop, live."""


@click.command(help=help_for("lab-up"))
@click.option("--partition", default="reference", help=help_for("lab", "partition"))
@click.option("--port", type=click.IntRange(1, 65535), help=help_for("lab", "port"))
@click.option("--limits", is_flag=True, help=help_for("lab", "limits"))
@click.option(
    "--trace-ratio",
    type=click.FloatRange(0, 1),
    default=0.01,
    show_default=True,
    help=help_for("lab", "trace-ratio"),
)
@click.option(
    "--registry-mirror",
    default="",
    envvar="WORKBENCH_REGISTRY_MIRROR",
    help=help_for("lab", "registry-mirror"),
)
@click.option("--air-gapped", is_flag=True, help=help_for("lab", "air-gapped"))
@runtime_option
@lab_option
@folder_option
@json_option
def up(  # noqa: PLR0913 - a parameter for each option
    partition: str,
    port: int | None,
    trace_ratio: float,
    registry_mirror: str,
    name: str,
    folder: Path,
    *,
    limits: bool,
    air_gapped: bool,
    as_json: bool,
) -> None:
    """Start the shop and return when every part is ready."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.shops import shop_blueprint

    here = workbench_here(folder)
    blueprint = shop_blueprint(partition, here.workspace())

    def step(progress: "Progress") -> None:
        if not as_json:
            click.echo(progress_line(progress))

    choices = LabChoices(
        gateway_port=port,
        limits=limits,
        trace_ratio=trace_ratio,
        registry_mirror=registry_mirror,
        pull=not air_gapped,
    )
    runtime = chosen_runtime(choices)
    if not as_json and runtime.status(name).up:
        click.echo(words().text("cli-lab-replaced", lab=name))
    _show(runtime.up(blueprint, lab=name, on_progress=step), as_json=as_json)


@click.command(help=help_for("lab-down"))
@runtime_option
@lab_option
@json_option
def down(name: str, *, as_json: bool) -> None:
    """Stop the shop and remove all of it."""
    stopped = chosen_runtime().down(name)
    if as_json:
        emit({"lab": name, "stopped": stopped})
        return
    click.echo(words().text("cli-lab-stopped", lab=name) if stopped else no_lab(name))


@click.command(help=help_for("lab-status"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def status(context: click.Context, name: str, *, as_json: bool) -> None:
    """Say what is running, and how it is."""
    found = chosen_runtime().status(name)
    _show(found, as_json=as_json)
    context.exit(Exit.HELD if found.up else Exit.DID_NOT_HOLD)


@click.command(help=help_for("lab-logs"))
@click.argument("part")
@click.option("--lines", default=50, type=click.IntRange(1, 10_000), help=help_for("lab", "lines"))
@click.option("--follow", "-f", is_flag=True, help=help_for("lab", "follow"))
@runtime_option
@lab_option
@click.pass_context
def logs(context: click.Context, part: str, lines: int, name: str, *, follow: bool) -> None:
    """Print the last lines a part wrote, and those it writes from now on."""
    from workbench.usecases.following import followed

    with acting_on(context, name) as runtime:

        def tail(number: int) -> "Sequence[str]":
            return runtime.logs(part, lab=name, lines=number)

        for some in followed(tail, lines) if follow else [tail(lines)]:
            for line in some:
                click.echo(line)


@click.command(help=help_for("lab-fault"))
@click.argument("fault", type=click.Choice(FAULT_ACTS))
@click.argument("part")
@click.option("--cpus", type=click.FloatRange(0.01, 64), help=help_for("lab", "cpus"))
@click.option("--memory", "memory_mb", type=click.FloatRange(6), help=help_for("lab", "memory"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def fault(
    context: click.Context,
    fault: str,
    part: str,
    cpus: float | None,
    memory_mb: float | None,
    name: str,
    *,
    as_json: bool,
) -> None:
    """Break a part, or mend it."""
    from labs.faults.fault import ISOLATE, KILL, LIMIT, PAUSE, limit_to

    some = cpus is not None or memory_mb is not None
    if some and fault != "limit":
        raise click.UsageError(words().text("cli-fault-only-limit"))
    limit = limit_to(cpus, memory_mb) if some else LIMIT
    acts = {
        "kill": KILL.inject,
        "pause": PAUSE.inject,
        "resume": PAUSE.heal,
        "isolate": ISOLATE.inject,
        "rejoin": ISOLATE.heal,
        "limit": limit.inject,
        "unlimit": limit.heal,
    }
    with acting_on(context, name) as runtime:
        acts[fault](runtime, part, name)
    if as_json:
        emit({"fault": fault, "part": part, "lab": name})
        return
    click.echo(words().text(f"cli-fault-{fault}", part=part))


@click.command(help=help_for("lab-load"))
@click.option("--rps", type=click.FloatRange(1, 5000), help=help_for("lab", "rps"))
@click.option("--users", type=click.IntRange(1, MOST_USERS), help=help_for("lab", "users"))
@click.option("--think-time", type=click.FloatRange(0.1, 3600), help=help_for("lab", "think-time"))
@click.option(
    "--seconds",
    "--duration",
    "seconds",
    default=10.0,
    type=click.FloatRange(1, LONGEST_S),
    help=help_for("lab", "seconds"),
)
@runtime_option
@lab_option
@folder_option
@json_option
@click.pass_context
def load(  # noqa: PLR0913 - a parameter for each option
    context: click.Context,
    rps: float | None,
    users: int | None,
    think_time: float | None,
    seconds: float,
    name: str,
    folder: Path,
    *,
    as_json: bool,
) -> None:
    """Send shop traffic on schedule and measure it."""
    from workbench.bootstrap import workbench_here
    from workbench.usecases.loads import Demand, demand_of_users, load_shop, think_time_s

    if rps is not None and users is not None:
        raise click.UsageError(words().text("cli-load-one"))
    if think_time is not None and users is None:
        raise click.UsageError(words().text("cli-load-nobody-thinks"))
    here = workbench_here(folder)
    status = running_lab(context, name)
    demand = Demand(USUAL_RPS if rps is None else rps, seconds)
    if users is not None:
        demand = demand_of_users(users, think_time or think_time_s(here.workspace()), seconds)
    result = load_shop(status, demand, _tell_second)
    if as_json:
        emit(result)
    else:
        show_load(result)
    context.exit(Exit.HELD if result.errors == 0 else Exit.DID_NOT_HOLD)


def _tell_second(second: "Sample") -> None:
    """How it goes, for whoever watches; data on standard output stay data."""
    figures = second.latency
    click.echo(
        words().text(
            "cli-load-second",
            at=second.at_s,
            rps=second.rps,
            errors=second.errors,
            p50=figures.p50_ms,
            p95=figures.p95_ms,
        ),
        err=True,
    )


@click.command(help=help_for("lab-audit"))
@runtime_option
@lab_option
@json_option
@click.pass_context
def audit(context: click.Context, name: str, *, as_json: bool) -> None:
    """Compare every order with its payment, its stock and its shipment."""
    from workbench.usecases.audits import audit_in_full

    running_lab(context, name)
    found = audit_in_full(chosen_runtime(), all_words(), name)
    if as_json:
        emit(found)
    else:
        rows((words().text(f"cli-invariant-{i.held}".lower()), i.text, i.detail) for i in found)
    context.exit(_verdict([i.held for i in found]))


def _verdict(held: list[bool | None]) -> Exit:
    """One broken invariant is a broken shop; one that nothing is known of leaves it open."""
    if False in held:
        return Exit.DID_NOT_HOLD
    return Exit.COULD_NOT_JUDGE if None in held else Exit.HELD


def _show(found: "LabStatus", *, as_json: bool) -> None:
    if as_json:
        # the databases' addresses carry passwords: they belong to the audit, not on a screen
        shown = {key: value for key, value in asdict(found).items() if key != "databases"}
        emit(shown | {"pages": asdict(entrances(found)) if found.up else None})
        return
    if not found.up:
        click.echo(no_lab(found.lab))
        return
    click.echo(words().text("cli-lab-up", url=found.gateway_url, seconds=found.uptime_s))
    click.echo(words().text("cli-lab-pages", **asdict(entrances(found))))
    for designed in found.stands_in:
        click.echo(all_words().text(f"lab-stands-in-{designed}"))
    rows(
        (
            part.name,
            all_words().text(f"part-state-{part.state}"),
            part.address,
            megabytes(part.memory_mb),
            processor_seconds(part.cpu_s) if part.cpu_s else "",
            words().text("cli-restarts", n=part.restarts) if part.restarts else "",
            part.reason,
        )
        for part in found.parts
    )

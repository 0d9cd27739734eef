"""`workbench progress`."""

import json
from pathlib import Path

import click

from workbench.cli.options import json_option
from workbench.cli.output import emit, rows
from workbench.cli.words import help_for, words
from workbench.language import chosen_language
from workbench.ports.course import Overview


@click.command(help=help_for("progress"))
@click.option(
    "--export", "export_to", type=click.Path(path_type=Path), help=help_for("progress", "export")
)
@click.option(
    "--import", "import_from", type=click.Path(path_type=Path), help=help_for("progress", "import")
)
@click.option("--force", is_flag=True, help=help_for("force"))
@json_option
def progress(
    export_to: Path | None, import_from: Path | None, *, force: bool, as_json: bool
) -> None:
    """Say where the learner is and what is next."""
    from workbench.bootstrap import workbench_here

    here = workbench_here()
    if import_from:
        taken = here.progress.merge(_exported(import_from))
        click.echo(words().text("cli-progress-imported", n=taken))
    if export_to:
        _export(here.progress.export(), export_to, force=force)
    if not (import_from or export_to):
        _show(here.course.overview(chosen_language()), as_json=as_json)


def _exported(file: Path) -> dict[str, list[list[object]]]:
    try:
        read: dict[str, list[list[object]]] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise click.UsageError(
            words().text("cli-progress-unreadable", path=file, reason=error)
        ) from None
    return read


def _export(tables: dict[str, list[list[object]]], file: Path, *, force: bool) -> None:
    from workbench.usecases.files import save

    if file.exists() and not force:
        raise click.UsageError(words().text("cli-file-exists", path=file))
    save(file, json.dumps(tables, ensure_ascii=False, indent=1) + "\n")
    click.echo(words().text("cli-progress-exported", path=file))


def _show(overview: Overview, *, as_json: bool) -> None:
    if as_json:
        emit({"percent": overview.percent, "next": overview.next_id, "weeks": overview.weeks})
        return
    click.echo(words().text("cli-progress-head", percent=overview.percent))
    for week in overview.weeks:
        click.echo(f"\n {week.label}  {week.title}" if week.label else f"\n {week.title}")
        rows(
            (words().text(f"cli-mark-{item.standing}"), item.id, item.title)
            for chapter in week.chapters
            for item in chapter.items
        )
    upcoming = next((item for item in overview.items if item.id == overview.next_id), None)
    if upcoming is None:
        click.echo("\n" + words().text("cli-finished"))
        return
    verb = "lesson" if upcoming.kind == "lesson" else "start"
    click.echo(
        "\n"
        + words().text("cli-next", title=upcoming.title, command=f"workbench {verb} {upcoming.id}")
    )

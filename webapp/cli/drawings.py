"""Commands that look after what people drew."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app

from webapp.models import ModelService, store_of
from webapp.records import Drawing, DrawingState, create_app
from webapp.records.searches import Search
from webapp.records.stroke_lines import MOST_BYTES, line_of, take_in

SHOWN_ERRORS = 20

STATES = click.Choice([str(state) for state in DrawingState])


@click.group()
@click.pass_context
def drawings(context: click.Context) -> None:
    """Look after what people drew and said it is."""
    context.with_resource(create_app(context.obj).app_context())


@drawings.command("list")
def list_drawings() -> None:
    """Count the drawings by label and state."""
    counts = Drawing.counts()
    if not counts:
        click.echo("No drawing is kept yet.")
        return
    click.echo("label        " + "".join(f"{state:>10}" for state in DrawingState))
    for label in (*range(10), None):
        name = "not a digit" if label is None else str(label)
        row = (counts.get((label, state), 0) for state in DrawingState)
        click.echo(f"{name:<13}" + "".join(f"{count:>10,}" for count in row))
    click.echo(f"{sum(counts.values()):,} drawings")


@drawings.command()
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
@click.option("--state", type=STATES, help="Only those that are so.")
@click.option("--pictures", is_flag=True, help="Those without strokes as well.")
def export(file, state: str | None, pictures: bool) -> None:
    """Write drawings to FILE, a line of JSON each: evaluate --strokes reads it, import as well."""
    count = 0
    for drawing in Search(state=state).each(only_strokes=not pictures):
        file.write(line_of(drawing) + "\n")
        count += 1
    click.echo(f"{count:,} drawings.", err=True)


@drawings.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--state", type=STATES, default="new", show_default=True, help="Of lines that tell none."
)
def import_drawings(file: Path, state: str) -> None:
    """Keep the drawings of FILE, each read by the version in service."""
    version = ModelService(store_of(current_app.config)).get()
    with file.open("rb") as lines:
        report = take_in(_bounded(lines), version.read, version.manifest.id, DrawingState(state))
    click.echo(f"{report.imported:,} drawings are kept, {report.skipped:,} were there already.")
    for line, why in report.errors[:SHOWN_ERRORS]:
        click.echo(f"{file}, line {line}: {why}", err=True)
    if report.errors:
        raise click.ClickException(f"{len(report.errors):,} lines were left out.")


def _bounded(lines: BinaryIO) -> Iterator[bytes]:
    """Give the lines; of one that is too long only the beginning, which is no JSON."""
    while line := lines.readline(MOST_BYTES):
        yield line
        while len(line) == MOST_BYTES and not line.endswith(b"\n"):
            line = lines.readline(MOST_BYTES)

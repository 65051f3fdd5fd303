"""Commands that look after the model versions."""

import shutil
import sys
from pathlib import Path

import click

from webapp import extras
from webapp.cli.figures import print_summary
from webapp.errors import HitofudeError
from webapp.models import Manifest, ModelStore, NoChampion, architecture, gate, store_of
from webapp.models.bundle import Bundle, arrays
from webapp.models.corrections import Corrections
from webapp.models.inspector import WEIGHTS_FILE


@click.group()
@click.pass_context
def models(context: click.Context) -> None:
    """Look after the model versions."""
    context.meta["settings"] = context.obj
    context.obj = store_of(context.obj)


@models.command("list")
@click.pass_obj
def list_models(store: ModelStore) -> None:
    """List all versions, the newest first; the champion has a star."""
    try:
        champion = store.champion_id()
    except NoChampion:
        champion = None
    for manifest in store.manifests():
        star = "*" if manifest.id == champion else " "
        size = store.size(manifest.id) / 1000
        validation, test = (manifest.metrics[name]["accuracy"] for name in ("validation", "test"))
        click.echo(
            f"{star} {manifest.id:28} {manifest.spec.network:8} {validation:7.2%} validation "
            f"{test:7.2%} test {manifest.parameters:9,} parameters {size:6,.0f} kB  "
            f"{manifest.created_at}"
        )


@models.command()
@click.argument("model_id")
@click.pass_obj
def show(store: ModelStore, model_id: str) -> None:
    """Print a version's manifest."""
    click.echo(store.manifest(model_id).dumps(), nl=False)


@models.command()
@click.argument("model_id")
@click.option("--insist", is_flag=True, help="Even if it reads worse than the champion.")
@click.pass_context
def promote(context: click.Context, model_id: str, insist: bool) -> None:
    """Put a version into service."""
    from webapp.records.lessons import held_out_at

    held_out = held_out_at(context.meta["settings"]["DATABASE_URL"])
    _put_into_service(context.obj, model_id, held_out, insist)


@models.command()
@click.pass_obj
def rollback(store: ModelStore) -> None:
    """Put the previous version back into service."""
    click.echo(f"{store.roll_back()} is in service.")


@models.command()
@click.argument("model_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def delete(context: click.Context, model_id: str, yes: bool) -> None:
    """Remove a version for good; never the champion."""
    from webapp.records import Note, Score, create_app

    store = context.obj
    store.manifest(model_id)
    if not yes:
        click.confirm(f"Remove {model_id} for good?", abort=True)
    store.delete(model_id)
    with create_app(context.meta["settings"]).app_context():
        Note.forget(model_id)
        Score.forget(model_id)
    click.echo(f"{model_id} is gone.")


@models.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "model_id", metavar="ID", help="Name the version.")
@click.option("--promote", is_flag=True, help="Put it into service if it reads as well.")
@click.pass_context
def import_bundle(context: click.Context, file: Path, model_id: str | None, promote: bool) -> None:
    """Make a version of a network that was trained elsewhere: see docs/bundles.md."""
    bundle = Bundle.load(file)
    extras.need_training()
    from webapp.learning.bundle import publish_bundle
    from webapp.records.lessons import held_out_at

    store = context.obj
    held_out = held_out_at(context.meta["settings"]["DATABASE_URL"])
    manifest = publish_bundle(bundle, file.name, store, model_id, people=held_out)
    print_summary(manifest)
    settle(store, manifest, promote, held_out)


@models.command()
@click.argument("model_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--note", default="", help="What others shall know of it.")
@click.pass_obj
def export(store: ModelStore, model_id: str, file: Path, note: str) -> None:
    """Write a version's network into a file that another program can import."""
    spec = store.manifest(model_id).spec
    weights = arrays(store.read(model_id, WEIGHTS_FILE), architecture.weights(spec))
    data = Bundle(spec, weights, note).dumps()
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already: choose another name.") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"{model_id} is in {file}.")


def settle(store: ModelStore, manifest: Manifest, promote: bool, held_out: Corrections) -> None:
    """Put a new version into service if that was asked for and it reads as well; say so."""
    if promote:
        _put_into_service(store, manifest.id, held_out)
    else:
        click.echo(f"Put it into service with: {_called()} models promote {manifest.id}")


def _put_into_service(
    store: ModelStore, model_id: str, held_out: Corrections, insist: bool = False
) -> None:
    try:
        gate.promote(store, model_id, insist, held_out)
    except gate.WorseThanChampion as error:
        way = f"{_called()} models promote {model_id} --insist"
        raise HitofudeError(f"{error} It is kept; to let it serve all the same: {way}") from error
    click.echo(f"{model_id} is in service.")


def _called() -> str:
    """Return how this program is called: in a checkout it is not on the path."""
    called = Path(sys.argv[0])
    in_reach = called.stem != "hitofude" or shutil.which("hitofude")
    return "hitofude" if in_reach else str(called)

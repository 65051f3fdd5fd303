"""Commands that look after the model versions."""

import click

from webapp.models import ModelStore, NoChampion, gate, store_of


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
    gate.promote(context.obj, model_id, insist, held_out)
    click.echo(f"{model_id} is in service.")


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
    from webapp import create_app
    from webapp.records import Note, Score

    store = context.obj
    store.manifest(model_id)
    if not yes:
        click.confirm(f"Remove {model_id} for good?", abort=True)
    store.delete(model_id)
    with create_app(context.meta["settings"]).app_context():
        Note.forget(model_id)
        Score.forget(model_id)
    click.echo(f"{model_id} is gone.")

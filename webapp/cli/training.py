"""Commands that train and that follow a training."""

import time

import click

from webapp import extras
from webapp.cli.figures import print_summary
from webapp.cli.versions import settle
from webapp.models import PRESETS, ModelStore, TrainingSpec, asked_for, store_of
from webapp.models.spec import AUGMENTATIONS, NETWORKS


@click.command()
@click.option("--preset", type=click.Choice(list(PRESETS)), default="quick", show_default=True)
@click.option("--network", help=f"{', '.join(NETWORKS)}.")
@click.option("--hidden", metavar="N,N,…", help="Hidden layers, such as 256,128 (dense).")
@click.option("--filters", metavar="N,N,N", help="Filters; the last for two convolutions (conv).")
@click.option("--epochs", type=int)
@click.option("--batch-size", type=int)
@click.option("--learning-rate", type=float)
@click.option("--schedule", help="constant or one-cycle.")
@click.option("--dropout", type=float)
@click.option("--augmentation", help=f"{' or '.join(AUGMENTATIONS)}.")
@click.option("--seed", type=int)
@click.option("--train-images", type=int, help="Learn from so many images only.")
@click.option("--synthetic-digits", type=int, help="Draw so many digits of all styles an epoch.")
@click.option("--non-digits", type=int, help="Draw so many letters and scribbles an epoch.")
@click.option(
    "--corrections/--no-corrections",
    default=None,
    help="Learn from drawings that a moderator accepted, or not.",
)
@click.option("--start-from", metavar="ID", help="Go on from a version's weights.")
@click.option("--id", "model_id", metavar="ID", help="Name the version.")
@click.option("--promote", is_flag=True, help="Put it into service if it reads as well.")
@click.option("--watch", is_flag=True, help="Let the trainer do it, and look on.")
@click.pass_obj
def train(settings: dict, model_id: str | None, promote: bool, watch: bool, **given) -> None:
    """Train a network and publish it as a model version."""
    store = store_of(settings)
    spec = _spec(given, store)
    if watch:
        if model_id:
            raise click.UsageError("--id goes without --watch: the trainer names its versions.")
        return _watch(settings, store, spec, promote)
    extras.need_training()
    from webapp.learning import device
    from webapp.learning.training import train as train_here
    from webapp.records.lessons import lessons_at

    device.prepare()
    corrected = lessons_at(settings["DATABASE_URL"])
    precision = settings["PRECISION"]
    manifest = train_here(
        spec,
        store,
        model_id,
        phase=lambda name: _print_event("phase", {"name": name}),
        corrected=corrected,
        precision=precision,
    )
    print_summary(manifest)
    settle(store, manifest, promote, corrected.to_measure)


@click.command()
@click.pass_obj
def runs(settings: dict) -> None:
    """List the training runs, the newest first."""
    from webapp.records import Run, create_app

    with create_app(settings).app_context():
        newest = Run.newest()
        if not newest:
            click.echo("No run was asked for yet: see --watch of hitofude train, or the page.")
        for run in newest:
            place = f"{run.place} in line" if run.place else ""
            seconds = f"{run.duration_s:8.1f} s" if run.duration_s is not None else " " * 10
            network, epochs = run.spec["network"], run.spec["epochs"]
            click.echo(
                f"{run.id:4}  {run.state:11} {network:8} {epochs:3} epochs {seconds}  "
                f"{run.model_id}  {run.reason or place}"
            )


def _watch(settings: dict, store: ModelStore, spec: TrainingSpec, promote: bool) -> None:
    from webapp.jobs import Queue, start_run
    from webapp.records import Event, RunState, create_app, db

    with create_app(settings).app_context():
        run = start_run(Queue(settings["QUEUE"]), store, spec, promote)
        click.echo(f"Run {run.id} waits for the trainer (hitofude serve, or hitofude trainer).")
        after, ended = 0, False
        while not ended:
            db.session.rollback()
            ended = RunState(run.state).is_final
            for event in Event.after(run.id, after):
                after = event.id
                _print_event(event.kind, event.data)
            time.sleep(0.0 if ended else 0.2)
    if run.state != RunState.SUCCEEDED:
        raise click.ClickException(f"The run ended: {run.state}.")


def _print_event(kind: str, data: dict) -> None:
    if kind == "batch":
        click.echo(f"\r{data['line']}", nl=False)
    elif kind == "epoch":
        click.echo(f"\r{data['line']}")
    elif kind == "log":
        click.echo(data["line"])
    elif kind == "phase":
        click.echo(f"{data['name']} …")
    elif kind == "state":
        click.echo(" ".join(filter(None, (data["state"], data.get("model"), data.get("reason")))))


def _spec(given: dict, store: ModelStore) -> TrainingSpec:
    values = {name: value for name, value in given.items() if value is not None}
    for name in ("hidden", "filters"):
        if name in values:
            values[name] = [_whole(part) for part in values[name].split(",") if part.strip()]
    if "hidden" in values:
        values.setdefault("network", "dense")
    return asked_for(values, store)


def _whole(text: str) -> int | str:
    """Return a number, or the text itself for the spec's validation to name."""
    return int(text) if text.strip().isdecimal() else text.strip()

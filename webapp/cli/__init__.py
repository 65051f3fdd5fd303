"""The command ``hitofude``: serve, train, evaluate, predict, look after versions and more.

Each command imports what it needs when it runs: ``serve`` must not wait for TensorFlow.
"""

import sys

import click

from webapp import config
from webapp.cli.admin import admin
from webapp.cli.backup import backup, restore
from webapp.cli.drawings import drawings
from webapp.cli.reading import evaluate, predict
from webapp.cli.serving import serve, trainer
from webapp.cli.training import runs, train
from webapp.cli.versions import models
from webapp.errors import HitofudeError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    metavar="PLACE",
    help="Where the model versions are, a folder or s3://bucket/prefix.  [HITOFUDE_MODEL_STORE]",
)
@click.version_option(package_name="hitofude")
@click.pass_context
def cli(context: click.Context, store: str | None) -> None:
    """Draw a digit; a network that you can train reads it."""
    context.obj = config.load({} if store is None else {"MODEL_STORE": store})


for command in (
    serve,
    trainer,
    train,
    runs,
    evaluate,
    predict,
    models,
    drawings,
    admin,
    backup,
    restore,
):
    cli.add_command(command)


def main() -> None:
    """Run the command; expected errors become one plain line and exit status 1."""
    # Where Windows sends it into a file, its code page lacks most of the world's characters.
    sys.stdout.reconfigure(errors="replace")
    try:
        cli()
    except HitofudeError as error:
        sys.exit(f"hitofude: {error}")

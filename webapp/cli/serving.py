"""Commands that run until they are stopped."""

import click

from webapp import config, extras


@click.command()
@click.option("--host", help="Address to listen on.  [HITOFUDE_HOST]")
@click.option("--port", type=int, help="Port to listen on.  [HITOFUDE_PORT]")
@click.option("--workers", type=int, help="Web worker processes.  [HITOFUDE_WORKERS]")
@click.option("--trainer/--no-trainer", default=None, help="Train here too.  [HITOFUDE_TRAINER]")
@click.pass_obj
def serve(settings: dict, **options) -> None:
    """Serve the pages and the API, and train what is asked for."""
    from webapp.server import run

    given = {name.upper(): value for name, value in options.items() if value is not None}
    run(config.load({**settings, **given}))


@click.command()
@click.pass_obj
def trainer(settings: dict) -> None:
    """Train what is asked for, on a machine that need not serve."""
    from webapp.jobs.__main__ import main

    extras.need_training()
    main(settings)

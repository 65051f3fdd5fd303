"""Commands that keep what cannot be had again."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(settings: dict, file: Path) -> None:
    """Save records, the versions trained here and which is in service into FILE, a ZIP archive.

    Servers and trainers may be at work meanwhile.
    """
    from webapp import backups

    for lack in backups.make(settings, file):
        click.echo(f"It lacks {lack}.", err=True)
    click.echo(f"{file} is written: {file.stat().st_size / 1e6:,.1f} MB.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Even if it replaces what is there.")
@click.pass_obj
def restore(settings: dict, file: Path, force: bool) -> None:
    """Bring back what FILE holds, if it is whole, while no server or trainer is at work.

    Only restore a file that you have made: its hashes tell damage, not malice.
    """
    from webapp import backups

    click.echo(f"Data goes to {settings['DATA']}, versions go to {settings['MODEL_STORE']}.")
    origin, done = backups.restore(settings, file, force)
    click.echo(f"The backup was made at {origin}.")
    click.echo(f"Restored: {', '.join(done) or 'nothing, all of it is there'}.")

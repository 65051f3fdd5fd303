"""Commands for the one who may train."""

import click
from flask import current_app

from webapp.records import Account, Token, create_app


@click.group()
@click.pass_context
def admin(context: click.Context) -> None:
    """Set the admin's password; make tokens for programs."""
    context.with_resource(create_app(context.obj).app_context())


@admin.command("set-password")
@click.password_option(help="Asked for, unless given.")
def set_password(password: str) -> None:
    """Set the password; sessions that are open end."""
    if current_app.config["ADMIN_PASSWORD"]:
        raise click.ClickException("HITOFUDE_ADMIN_PASSWORD is set and counts instead.")
    try:
        Account.admin().set_password(password)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The password is set.")


@admin.command()
@click.argument("name")
def token(name: str) -> None:
    """Make a bearer token and print it, this once."""
    click.echo(Token.issue(name)[1])

"""Hitofude: draw a digit, and a network that you can train reads it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from webapp.run_folder import RunFolder


def create_app(
    settings: Mapping[str, Any] | None = None, run_folder: "RunFolder | None" = None
) -> Flask:
    """Assemble the web application.

    ``settings`` overrides ``HITOFUDE_*`` variables by the names in ``webapp.config`` and may set
    Flask's own. ``run_folder``: what a web worker shares with the others of its server.
    """
    from webapp import config, records, web
    from webapp.jobs import Queue
    from webapp.models import ModelService, store_of
    from webapp.web.counts import Counts
    from webapp.web.ledger import Ledger
    from webapp.web.services import Services

    app = Flask(
        __name__,
        static_folder=config.resource_folder("static"),
        template_folder=config.resource_folder("templates"),
    )
    app.config.from_mapping(settings or {})
    app.config.from_mapping(config.load(settings))
    app.logger.setLevel(app.config["LOG_LEVEL"].upper())
    records.init_app(app)
    store = store_of(app.config)
    app.extensions["hitofude"] = Services(
        models=ModelService(store),
        queue=Queue(app.config["QUEUE"]),
        ledger=Ledger(Counts(run_folder and run_folder.counts), later=run_folder is not None),
        run_folder=run_folder,
    )
    web.init_app(app)
    return app

"""Hitofude: draw a digit, and a network that you can train reads it."""

from collections.abc import Mapping
from typing import Any

from flask import Flask


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Assemble the web application.

    ``settings`` overrides ``HITOFUDE_*`` variables by the names in ``webapp.config`` and may set
    Flask's own.
    """
    from webapp import config, records, web
    from webapp.jobs import Queue
    from webapp.models import ModelService, ModelStore
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
    app.extensions["hitofude"] = Services(
        models=ModelService(ModelStore(app.config["MODEL_STORE"])),
        queue=Queue(app.config["QUEUE"]),
    )
    web.init_app(app)
    return app

"""HTTP: each module turns requests into calls of the program, and its answers into responses."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Register every blueprint and what they share."""
    from webapp.web import (
        admin,
        api,
        app_manifest,
        auth,
        classes,
        classroom,
        compare,
        docs,
        draw,
        drawings,
        formats,
        health,
        imports,
        inspection,
        language,
        limits,
        media_types,
        metrics,
        moderation,
        pages,
        problems,
        progress,
        pupils,
        request_log,
        rows,
        runs,
        security,
        static_files,
        tokens,
        vendor,
        versions,
    )

    app.config["MAX_CONTENT_LENGTH"] = api.MAX_BODY
    proxies = app.config["PROXIES"]
    app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)
    for shared in (
        media_types,
        static_files,
        imports,
        language,
        auth,
        problems,
        request_log,
        security,
    ):
        shared.init_app(app)
    for views in (
        admin,
        api,
        app_manifest,
        auth,
        classes,
        classroom,
        compare,
        docs,
        draw,
        drawings,
        formats,
        health,
        imports,
        inspection,
        language,
        metrics,
        moderation,
        pages,
        progress,
        pupils,
        rows,
        runs,
        tokens,
        vendor,
        versions,
    ):
        app.register_blueprint(views.blueprint)
    limits.init_app(app)

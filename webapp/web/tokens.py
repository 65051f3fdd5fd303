"""The JSON interface of the bearer tokens that programs log in with."""

from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from webapp.records import Token, db
from webapp.web.api import json_object, text
from webapp.web.auth import admin_required

blueprint = Blueprint("tokens", __name__, url_prefix="/api/tokens")


@blueprint.get("")
@admin_required
def index() -> Response:
    """List the tokens; their secrets cannot be shown again."""
    return jsonify(tokens=[token_json(token) for token in Token.all()])


@blueprint.post("")
@admin_required
def issue() -> tuple[Response, int]:
    """Make a token and show its secret, this once."""
    token, secret = Token.issue(text(json_object(), "name", "token"))
    return jsonify({**token_json(token), "token": secret}), 201


@blueprint.delete("/<int:token_id>")
@admin_required
def revoke(token_id: int) -> tuple[str, int]:
    """Make a token worthless."""
    token = db.session.get(Token, token_id) if token_id < 2**63 else None
    if token is None:
        raise NotFound(f"There is no token {token_id}.")
    token.revoke()
    return "", 204


def token_json(token: Token) -> dict[str, Any]:
    """Return a token as JSON values, without its secret."""
    used = token.used_at.isoformat(timespec="seconds") + "Z" if token.used_at else None
    created = token.created_at.isoformat(timespec="seconds") + "Z"
    return {"id": token.id, "name": token.name, "created_at": created, "used_at": used}

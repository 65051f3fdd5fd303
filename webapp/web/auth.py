"""Who may train: one admin, by a password in a browser or a bearer token in a program."""

import hashlib
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from wtforms import PasswordField
from wtforms.validators import InputRequired

from webapp.records import Account, FailedLogin, Token
from webapp.records.accounts import MIN_PASSWORD
from webapp.web.language import local_path
from webapp.web.limits import PUPILS, READINGS, WRITERS
from webapp.web.secret_key import kept_secret

IDLE = timedelta(hours=2)
"""A session that is not used for so long ends."""

ABSOLUTE_S = 12 * 3600.0
"""A session ends after so long, used or not."""

LOOKING_ON = (
    "admin.runs",
    "classes.events",
    "pupils.show",
    "runs.events",
    "runs.index",
    "runs.show",
)
"""Endpoints that an open page asks by itself, again and again."""
WITHOUT_SESSION = (*READINGS, "static", "vendor.chart_js")
"""Endpoints that no session matters to: their answers may be kept by whoever passes them on."""

blueprint = Blueprint("auth", __name__)
csrf = CSRFProtect()


class Admin(UserMixin):
    """The admin, as Flask-Login knows a user: ``id`` changes with the password."""

    def __init__(self, user_id: str):
        self.id = user_id


class LoginForm(FlaskForm):
    """Asks for the password."""

    password = PasswordField(validators=[InputRequired()])


class SetupForm(FlaskForm):
    """Asks for the first password, twice."""

    password = PasswordField(validators=[InputRequired()])
    again = PasswordField(validators=[InputRequired()])


class SessionInterface(SecureCookieSessionInterface):
    """Signed cookies; ``Secure`` wherever the page came over https."""

    _signer: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs, made once a key: Flask makes one with every request."""
        key, signer = self._signer
        if signer is None or key != app.secret_key:
            signer = super().get_signing_serializer(app)
            self._signer = app.secret_key, signer
        return signer

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether the cookie may only travel encrypted."""
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session, and say that the answer varies with it, where it matters."""
        if request.endpoint not in WITHOUT_SESSION:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Guard the application: sessions, CSRF, login, tokens."""
    app.secret_key = app.config["SECRET_KEY"] or kept_secret(app.config["DATA"])
    app.session_interface = SessionInterface()
    app.config.update(
        SESSION_COOKIE_NAME="hitofude_session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # _stay_awake does, where a person acted
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_CHECK_DEFAULT=False,  # _check_csrf decides, for forms and JSON alike
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as its session
    )
    csrf.init_app(app)
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_by_session)
    manager.request_loader(_by_token)
    app.before_request(_check_csrf)
    app.after_request(_stay_awake)
    app.jinja_env.globals["is_admin"] = lambda: current_user.is_authenticated


def admin_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only the admin see a view: programs get 401, people the login page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if current_user.is_authenticated:
            return view(*args, **kwargs)
        if request.path.startswith("/api/"):
            raise Unauthorized(
                "Log in, or send a token: 'Authorization: Bearer …'.",
                www_authenticate=WWWAuthenticate("bearer"),
            )
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))

    return guarded


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> Response | str | tuple[str, int]:
    """Ask for the password."""
    form, error, status = LoginForm(), None, 200
    if form.is_submitted():
        attempt = FailedLogin.begin(request.remote_addr or "unknown")
        if attempt is None:
            error, status = gettext("Too many wrong passwords: try again in a minute."), 429
        elif _is_password(form.password.data or ""):
            attempt.forgive()
            _open_session()
            return redirect(local_path(request.args.get("next", url_for("admin.index"))))
        else:
            error, status = gettext("That is not the password."), 403
        current_app.logger.warning("Login from %s refused (%s).", request.remote_addr, status)
    no_password = not (current_app.config["ADMIN_PASSWORD"] or Account.admin().password_hash)
    page = render_template("auth/login.html", form=form, error=error, no_password=no_password)
    response = make_response(page, status)
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response


@blueprint.route("/setup/<secret>", methods=["GET", "POST"])
def setup(secret: str) -> Response | str | tuple[str, int]:
    """Set the first password, by the one-time link that the terminal showed."""
    account = Account.admin()
    if current_app.config["ADMIN_PASSWORD"] or not account.check_link(secret):
        page = render_template("auth/setup.html", form=None, error=None)
        return page, 404
    form, error = SetupForm(), None
    if form.is_submitted():
        try:
            password = form.password.data or ""
            if password != form.again.data:
                raise ValueError(gettext("The two passwords differ."))
            if len(password) < MIN_PASSWORD:
                needed = gettext("The password needs at least %(count)d characters.")
                raise ValueError(needed % {"count": MIN_PASSWORD})
            account.set_password(password)
            _open_session()
            return redirect(url_for("admin.index"))
        except ValueError as reason:
            error = str(reason)
    return render_template("auth/setup.html", form=form, error=error)


@blueprint.post("/logout")
def logout() -> Response:
    """End the session."""
    if current_user.is_authenticated:
        Account.admin().end_sessions()
    logout_user()
    session.clear()
    return redirect(url_for("draw.index"))


def _is_password(password: str) -> bool:
    given = current_app.config["ADMIN_PASSWORD"]
    if given:
        return secrets.compare_digest(password.encode(), given.encode())
    return Account.admin().check_password(password)


def _open_session() -> None:
    session.clear()  # nothing that was planted before the login survives it
    session.permanent = True
    session["opened_at"] = time.time()
    current_app.logger.info("Login from %s.", request.remote_addr)
    login_user(Admin(_user_id()))


def _stay_awake(response: Response) -> Response:
    """Count idleness from what a person did last; pages that look on by themselves do not count."""
    if request.endpoint in WITHOUT_SESSION or "_user_id" not in session:
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    if request.endpoint not in LOOKING_ON:
        session.modified = True
    return response


def _user_id() -> str:
    """Return an id that a new password or a logout makes worthless, and every session with it."""
    generation = Account.admin().generation
    given = current_app.config["ADMIN_PASSWORD"]
    secret = f"{current_app.secret_key}{given}{generation}" if given else ""
    return f"admin-{generation}-{hashlib.sha256(secret.encode()).hexdigest()}"


def _by_session(user_id: str) -> Admin | None:
    if _sends_token():  # who sends a token is judged by it: it spares the check for forgery
        return None
    age_s = time.time() - session.get("opened_at", 0.0)
    if user_id != _user_id() or not 0.0 <= age_s <= ABSOLUTE_S:
        return None
    return Admin(user_id)


def _by_token(incoming: Request) -> Admin | None:
    if not _sends_token() or not incoming.authorization.token:
        return None
    return Admin("token") if Token.find(incoming.authorization.token) else None


def _sends_token() -> bool:
    return request.authorization is not None and request.authorization.type == "bearer"


def _check_csrf() -> None:
    """Ask for the token of our own pages wherever a cookie could act for somebody else.

    A program's bearer token is never sent by a browser on its own, so it needs none; nor does who
    calls the API without being logged in, and is refused for that.
    """
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE") or request.endpoint in READINGS:
        return
    if request.endpoint is None or request.endpoint in WRITERS + PUPILS:  # None: 404 or 405
        return
    if _sends_token() or (request.path.startswith("/api/") and current_user.is_anonymous):
        return
    csrf.protect()

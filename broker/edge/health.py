"""``/healthz``: whether the service and its database are there, as JSON."""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..extensions import db
from ..settings import ROOT

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz():
    state = database_state()
    ok = state == "ok"
    return jsonify(status="ok" if ok else "unavailable", database=state), 200 if ok else 503


def database_state() -> str:
    """``ok``, ``unreachable``, or ``needs migration``."""
    try:
        connection = db.session.connection()
        connection.execute(text("SELECT 1"))
        current = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        db.session.rollback()
        return "unreachable"
    wanted = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    return "ok" if set(current) == set(wanted) else "needs migration"


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)

"""Whether made-up records are in the database, so that every page can say so."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models import Partnership

from ..extensions import db


def has_illustrative() -> bool:
    """True where at least one illustrative partnership is there; False too where nobody can tell."""
    try:
        found = db.session.scalar(select(Partnership.id).where(Partnership.illustrative).limit(1))
    except SQLAlchemyError:  # an error page must not fail in its turn
        return False
    return found is not None


def init_app(app: Flask) -> None:
    @app.context_processor
    def _illustrative() -> dict[str, object]:
        return {"illustrative": has_illustrative}

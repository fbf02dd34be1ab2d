"""The guide to getting involved: what helping is like, what is asked for now, and the door into the sign-up.

Everything here is public and names nobody. What somebody answers is kept only once they say that they
could help, and then where every sign-up is kept: in its draft.
"""

from flask import Flask

from ..settings import Settings
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add the guide and the open needs."""
    app.register_blueprint(bp)

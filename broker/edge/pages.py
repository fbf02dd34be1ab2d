"""Where page templates are found, and the start page."""

from flask import Blueprint, Flask, render_template
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

bp = Blueprint("pages", __name__)


@bp.get("/")
def start():
    """What this is and for whom, and the three doors."""
    return render_template("start.html")


def init_app(app: Flask) -> None:
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, components) if loader])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.register_blueprint(bp)

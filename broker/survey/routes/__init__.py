"""The survey's pages: results for everybody, answering by link, and the office's."""

from flask import Blueprint
from flask_babel import gettext

from ...edge.addresses import page_number as page_number

bp = Blueprint("survey", __name__)
#: A text that stands in a table or a fact. The templates' own `_` would take a percent sign in it for a place to fill.
bp.app_template_filter("translated")(lambda text: gettext(text))


from . import answering, asking, public, waves  # noqa: E402, F401

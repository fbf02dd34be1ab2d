"""Where page templates are found: ours, and the components of the design system."""

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader


def init_app(app: Flask) -> None:
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, components) if loader])
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

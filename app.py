"""The application. Nothing imports this; ``flask --app app`` and the servers call ``create_app``."""

from flask import Flask

from broker import (
    accounts,
    casework,
    cli,
    edge,
    guide,
    imports,
    introducers,
    matches,
    messages,
    neighbourhoods,
    oversight,
    registration,
    reports,
    representation,
    results,
    survey,
)
from broker.config import flask_config
from broker.extensions import init_extensions
from broker.settings import ROOT, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application. It opens no connection, writes nothing and starts no engine.

    Raises:
        broker.settings.SettingsError: where a setting is missing or unsafe.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, root_path=str(ROOT), instance_path=str(ROOT / "instance"))
    app.config.from_mapping(flask_config(settings))
    app.extensions["settings"] = settings
    init_extensions(app, settings)
    for feature in (
        edge,
        messages,
        accounts,
        registration,
        matches,
        casework,
        results,
        oversight,
        survey,
        representation,
        guide,
        imports,
        neighbourhoods,
        introducers,
        reports,
    ):
        feature.init_app(app, settings)
    cli.init_app(app)
    return app

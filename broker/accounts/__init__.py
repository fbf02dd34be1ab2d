"""Accounts: sign in, roles, second factor, invitations."""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from models import Account, RoleGrant

from ..extensions import db
from ..settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Add accounts to the application."""
    Security(app, SQLAlchemyUserDatastore(db, Account, RoleGrant))

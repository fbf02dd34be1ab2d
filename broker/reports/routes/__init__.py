"""The pages of reports: one that is counted now, those that were frozen, and the list of funds."""

from flask import Blueprint

from models.vocabulary import Role

bp = Blueprint("reports", __name__)
#: Who reads reports, each of their own areas. Officers freeze them.
WHO = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)
A_PAGE = 20

from . import frozen, funds, report  # noqa: E402, F401

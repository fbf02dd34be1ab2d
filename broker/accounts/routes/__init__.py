"""The pages of accounts, one file per journey."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from . import invitation, link, people, person, second_factor, sign_in, your_account, your_messages  # noqa: E402, F401

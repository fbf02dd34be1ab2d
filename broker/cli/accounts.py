"""Commands about accounts: the first administrator of an empty service."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import with_appcontext

from models.vocabulary import Role

from ..accounts import invitations
from ..extensions import db
from .database import needs_database


@click.command("invite-administrator")
@click.argument("email")
@click.option("--name", default="", help="Their name; they can change it.")
@click.option("--print", "print_link", is_flag=True, help="In production, print the link besides sending it.")
@with_appcontext
@needs_database
def invite_administrator(email: str, name: str, print_link: bool) -> None:
    """Make an administrator's account and give out the link that sets its password.

    In development the link is printed. In production it is sent by e-mail.
    """
    settings = current_app.extensions["settings"]
    email = _address(email)
    account = invitations.add_person(db.session, email, name, [Role.ADMINISTRATOR])
    if settings.production:
        invitations.write_invitation(db.session, account)
        click.echo(f"An invitation for {email} is on its way.")
    if print_link or not settings.production:
        token = invitations.invitation_token(db.session, account)
        click.echo(
            f"Open this link to set a password. It works once, within 7 days:\n\n  {settings.base_url}/link/{token}\n"
        )
    db.session.commit()


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from None

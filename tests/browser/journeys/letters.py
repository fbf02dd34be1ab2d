"""The post: what the service has written is handed over, and read as the person would read it."""

import re

from flask import Flask

from broker import work

LINK = re.compile(r"https?://[^\s/]+(/link/[\w-]+)")


class Letters:
    """Letters handed over so far; `to` an address, newest last."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def to(self, email: str) -> list[str]:
        """Hand over what is due, and return the texts of all letters to this address."""
        work.run_once(self.app, "send_messages")
        outbox = getattr(self.app.extensions["mailman"], "outbox", [])
        return [letter.body for letter in outbox if email in letter.to]

    def link_for(self, email: str) -> str:
        """The path of the link in the newest letter that has one."""
        links = [found[1] for body in self.to(email) if (found := LINK.search(body))]
        assert links, f"no letter with a link to {email}"
        return links[-1]

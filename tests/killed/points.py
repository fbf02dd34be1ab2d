"""A process that kills itself at the n-th point: before or after a commit of something, or a mail handed over.

Nothing of the product knows of this. The worker script wraps what the product calls.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask_mailman import EmailMessage
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session


class Points:
    """Counts the points a run passes, and dies at one of them. ``at`` 0 is a run to the end."""

    def __init__(self, at: int, sent: Path) -> None:
        self.at, self.sent, self.passed = at, sent, 0

    def wrap(self) -> None:
        """Put the points into this process."""
        commit: Callable[..., Any] = Session.commit
        points = self

        def committed(session: Session, *args: Any, **kwargs: Any) -> Any:
            session.flush()
            wrote = session.info.pop("wrote", False)
            if wrote:
                points.point()
            answer = commit(session, *args, **kwargs)
            if wrote:
                points.point()
            return answer

        def handed_over(mail: EmailMessage, *_args: Any, **_kwargs: Any) -> int:
            points.point()
            line = f"{mail.extra_headers['Message-ID']}\n".encode()
            descriptor = os.open(points.sent, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(descriptor, line)  # the mail server has it
            os.close(descriptor)
            points.point()
            return 1

        Session.commit = committed  # type: ignore[method-assign]
        EmailMessage.send = handed_over  # type: ignore[method-assign]

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    session.info["wrote"] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["wrote"] = True


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop("wrote", None)

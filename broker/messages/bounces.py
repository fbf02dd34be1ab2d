"""When a mail server says that an address will never take mail.

A refusal for good is a 5xx answer (RFC 5321) about the mailbox: an enhanced code 5.1.x, "bad
address", or 5.2.1, "disabled" (RFC 3463), or one of the plain codes for a mailbox that is not there.
What is refused by policy (5.7.x, "relaying denied") says something about us, and is tried again.
"""

import re
import smtplib

_NO_SUCH_MAILBOX = (550, 551, 553)
_ENHANCED = re.compile(r"^\s*5\.(\d{1,3})\.(\d{1,3})")
_ABOUT_US = re.compile(r"relay|policy|spam|block|denied|authenticat|reputation", re.IGNORECASE)


def refused_for_good(error: smtplib.SMTPRecipientsRefused) -> int | None:
    """The server's code where every recipient was refused for good; None where it is worth another try."""
    answers = [_judge(code, said) for code, said in error.recipients.values()]
    return answers[0] if answers and all(answers) else None


def _judge(code: int, said: bytes | str) -> int | None:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if not 500 <= code < 600:
        return None
    enhanced = _ENHANCED.match(words)
    if enhanced:
        subject, detail = enhanced.groups()
        return code if subject == "1" or (subject, detail) == ("2", "1") else None
    return code if code in _NO_SUCH_MAILBOX and not _ABOUT_US.search(words) else None

"""The councils to ask, as an officer pastes them: one a line, with who answers and their address."""

from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Area, AreaCode


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """A council is asked through its district of today."""

    area: Area
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, and a sentence for each line that was not."""

    lines: tuple[CouncilLine, ...]
    faults: tuple[str, ...]


def read_councils(session: Session, text: str) -> Read:
    """Read lines of "council; name; email". A council may be named by its district of today or by that of an
    earlier time, by name or code; a district that has ended is asked through the one it is part of now."""
    areas = {area.code: area for area in session.scalars(select(Area))}
    known = _names(areas.values(), session)
    lines: dict[str, CouncilLine] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        if len(parts) != 3:
            faults.append(_("Line %(number)s: write council; name; email", number=number))
            continue
        council, name, email = parts
        code = known.get(_key(council))
        if code is None:
            faults.append(_("Line %(number)s: we know no council called “%(name)s”", number=number, name=council[:60]))
        elif code in lines:
            faults.append(
                _("Line %(number)s: %(name)s is asked already, in a line above", number=number, name=areas[code].name)
            )
        elif not _is_address(email) or len(name) > 120:
            faults.append(_("Line %(number)s: “%(email)s” is no email address", number=number, email=email[:60]))
        else:
            lines[code] = CouncilLine(areas[code], name, email.lower())
    return Read(tuple(lines.values()), tuple(faults))


def _names(areas: Iterable[Area], session: Session) -> dict[str, str]:
    """Every name and code of a district, old ones too, with the code of today."""
    known = {}
    for row in session.scalars(select(AreaCode)):
        known[_key(row.old_code)] = row.area_code
        if row.name:
            known.setdefault(_key(row.name), row.area_code)
    for area in areas:
        known[_key(area.code)] = known[_key(area.name)] = area.code
    return known


def _key(name: str) -> str:
    plain = " ".join(name.casefold().replace(".", "").split())
    for more in (" city council", " borough council", " district council", " council"):
        plain = plain.removesuffix(more)
    return plain


def _is_address(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(email) <= 254

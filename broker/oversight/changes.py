"""What each version of the weights changed of the one before, in words."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import WeightsVersion

from ..matching.weights import PARTS, Weights
from ..suggestions import versions
from .forms import LIMITS


def changes_of(session: Session, rows: Sequence[WeightsVersion]) -> dict[int, list[str]]:
    """number -> what each of these versions, newest first, changed of the one before."""
    if not rows:
        return {}
    known = {row.number: versions.usable(row) for row in rows}
    last = rows[-1].number - 1
    known[last] = versions.numbered(session, last) or versions.usable(None)
    return {row.number: difference(known[row.number - 1], known[row.number]) for row in rows}


def difference(before: Weights, after: Weights) -> list[str]:
    """All that differs between two versions, in words, in points out of 100."""
    lines = [
        _("%(part)s from %(old)s to %(new)s", part=_(label), old=f"{old * 100:.3g}", new=f"{new * 100:.3g}")
        for code, label in PARTS.items()
        if abs((old := before.of(code)) - (new := after.of(code))) >= 0.0005
    ]
    return [*lines, *beside_parts(before, after)]


def beside_parts(before: Weights, after: Weights) -> list[str]:
    """What differs beside the weights of the parts: the limits, and how well kinds suit themes."""
    lines = [
        _("%(part)s from %(old)s to %(new)s", part=name, old=f"{old * 100:.3g}", new=f"{new * 100:.3g}")
        for limit, (name, _hint) in LIMITS.items()
        if (old := getattr(before, limit)) != (new := getattr(after, limit))
    ]
    lines += [
        _(
            "%(kind)s for %(theme)s from %(old)s to %(new)s",
            kind=_(kind.label),
            theme=_(theme.label),
            old=old,
            new=value,
        )
        for theme, of in after.affinity.items()
        for kind, value in of.items()
        if (old := before.affinity[theme][kind]) != value
    ]
    return lines

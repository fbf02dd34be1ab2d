"""The form of being away, for a broker and for the office: from when until when, and who acts meanwhile."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice

from models import Account, Broker

from ..forms import GovForm, date_field
from .cover import cover_name


class AwayForm(GovForm):
    begins = date_field(
        _l("First day away (optional)"), hint=_l("Leave both empty for somebody who is not away."), optional=True
    )
    ends = date_field(_l("Last day away (optional)"), hint=_l("If it is not known yet, leave it empty."), optional=True)
    cover = SelectField(
        _l("Who stands in?"),
        description=_l("Cases and mail go to them meanwhile, and come back by themselves."),
        default="",
    )

    def __init__(self, broker: Broker, people: Sequence[Broker | Account], *args: Any, **kwargs: Any) -> None:
        cover = broker.cover
        now = (cover.by_broker or cover.by_account) if cover else None
        said = {"begins": broker.away_from, "ends": broker.away_until, "cover": _key(now)}
        super().__init__(*args, **{**said, **kwargs})
        self._people = {_key(one): one for one in people}
        if now is not None:
            self._people.setdefault(_key(now), now)
        self.cover.choices = [
            SelectChoice("", _("Nobody: the office")),
            *(SelectChoice(key, _name(one)) for key, one in self._people.items()),
        ]

    def chosen(self) -> Broker | Account | None:
        return self._people.get(self.cover.data or "")

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        first, last = self.begins.data, self.ends.data
        turned = first is not None and last is not None and last < first
        if turned:
            self.ends.errors = [*self.ends.errors, _("The last day must be on or after the first day")]
        return right and not turned


def _key(one: Broker | Account | None) -> str:
    if one is None:
        return ""
    return f"{'broker' if isinstance(one, Broker) else 'office'}-{one.id}"


def _name(one: Broker | Account) -> str:
    where = one.employer if isinstance(one, Broker) else _("the office")
    return ", ".join(filter(None, [cover_name(one), where]))

"""Many partnerships beside 2001, one partnership, and a letter of invitation."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Partnership
from models.vocabulary import Role, StakeholderGroup

from ...accounts.roles import access, coordinator_required, me
from ...cases.clocks import today
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...edge.paging import paged
from ...extensions import db
from ...reference.representation_rules import RuleSet, rule_set, rule_sets
from .. import audit, gaps, history, members
from ..forms import OnForm
from . import bp

A_PAGE = 20
WHO = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)


@bp.get("/coordinate/representation")
@access(*WHO)
def representation() -> ResponseReturnValue:
    """Shares of partnerships beside 2001, and each partnership with its gaps."""
    rules = _rules()
    every = audit.live_partnerships(db.session, me().area_codes)
    region = request.args.get("region", "")
    regions = sorted({area.region for one in every for area in one.areas})
    shown = [one for one in every if not region or any(area.region == region for area in one.areas)]
    listed = paged(shown, page_number(), A_PAGE)
    on = OnForm(request.args)
    then, shown_then = None, []
    if (day := on.day) is not None:
        took_part = history.live_on(db.session, me().area_codes, day)
        shown_then = [one for one in took_part if not region or any(area.region == region for area in one.areas)]
        then = history.seats_on(db.session, shown_then, day)
    return render_template(
        "representation/representation.html",
        involved=audit.involved(audit.seats_now(one) for one in shown),
        form=on,
        then=then,
        total_then=len(shown_then),
        involved_then=audit.involved(then.seats_of(one) for one in shown_then) if then else [],
        gaps_then={one.id: audit.audit_of(one, rules, then.seats_of(one)) for one in shown_then} if then else {},
        audits=[audit.audit_of(one, rules) for one in listed.rows],
        states=gaps.gaps_of(db.session, list(listed.rows)),
        opens=_opens(),
        listed=listed,
        rules=rules,
        rule_sets=rule_sets(),
        region=region,
        regions=regions,
        href=url_for("representation.representation", rules=rules.code, region=region, **on.query) + "&page=",
    )


@bp.get("/coordinate/representation/<int:partnership_id>")
@access(*WHO)
def health_check(partnership_id: int) -> ResponseReturnValue:
    """One partnership on one page that prints: its seats, what is required, and what to do about gaps."""
    partnership, rules = _partnership(partnership_id), _rules()
    found = audit.audit_of(partnership, rules)
    on = OnForm(request.args)
    then = history.seats_on(db.session, [partnership], day) if (day := on.day) is not None else None
    business = any(row.group is StakeholderGroup.BUSINESS for row in [*found.gaps, *found.to_be_asked])
    return render_template(
        "representation/health_check.html",
        audit=found,
        partnership=partnership,
        rules=rules,
        rule_sets=rule_sets(),
        could_sit=members.who_could_sit(db.session, partnership, today()) if business else [],
        asks_business=business,
        form=on,
        then=then,
        audit_then=audit.audit_of(partnership, rules, then.seats_of(partnership)) if then else None,
        gaps=gaps.gaps_of(db.session, [partnership]),
        day=today(),
        opens=_opens(),
    )


@bp.post("/coordinate/representation/<int:partnership_id>/take-up/<group>")
@coordinator_required
@writes
def take_up(partnership_id: int, group: str) -> ResponseReturnValue:
    """Put an empty seat on the work list of whoever presses this."""
    partnership = _partnership(partnership_id)
    if group not in set(StakeholderGroup):
        abort(404)
    try:
        gap = gaps.take_up(db.session, partnership, StakeholderGroup(group), by=me())
    except NotPossible as refused:
        db.session.rollback()
        flash(str(refused))
        return redirect(url_for("representation.health_check", partnership_id=partnership_id))
    flash(_("It is on your work list."), "success")
    return redirect(url_for("representation.empty_seat", gap_id=gap.id))


@bp.get("/coordinate/representation/<int:partnership_id>/letter/<group>")
@access(*WHO)
def letter(partnership_id: int, group: str) -> ResponseReturnValue:
    """A letter that invites a group to take its seat, to be printed or copied."""
    if group not in set(StakeholderGroup):
        abort(404)
    return render_template(
        "representation/letter.html",
        partnership=_partnership(partnership_id),
        group=StakeholderGroup(group),
        day=today(),
    )


def _rules() -> RuleSet:
    return rule_set(request.args.get("rules", "")) or abort(404)


def _partnership(partnership_id: int) -> Partnership:
    return audit.one_partnership(db.session, partnership_id, me().area_codes) or abort(404)


def _opens() -> bool:
    """Whether this reader may open entries and empty seats."""
    opens: bool = current_user.is_a(Role.COORDINATOR, Role.ADMINISTRATOR)
    return opens

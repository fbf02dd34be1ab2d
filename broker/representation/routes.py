"""The pages of the audit: many partnerships beside 2001, one partnership, and a letter of invitation."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models import Partnership
from models.vocabulary import Role, StakeholderGroup

from ..accounts.roles import access, me
from ..cases.clocks import today
from ..edge.addresses import page_number
from ..extensions import db
from ..reference.representation_rules import RuleSet, rule_set, rule_sets
from . import audit, members

bp = Blueprint("representation", __name__)
A_PAGE = 20
WHO = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)


@bp.get("/coordinate/representation")
@access(*WHO)
def representation() -> ResponseReturnValue:
    """Shares of partnerships beside 2001, and each partnership with its gaps."""
    rules = _rules()
    every = audit.live_partnerships(db.session, _areas())
    region = request.args.get("region", "")
    regions = sorted({area.region for one in every for area in one.areas})
    shown = [one for one in every if not region or any(area.region == region for area in one.areas)]
    pages_of = max(1, -(-len(shown) // A_PAGE))
    page = min(page_number(), pages_of)
    return render_template(
        "representation/representation.html",
        involved=audit.involved(shown),
        audits=[audit.audit_of(one, rules) for one in shown[(page - 1) * A_PAGE : page * A_PAGE]],
        total=len(shown),
        rules=rules,
        rule_sets=rule_sets(),
        region=region,
        regions=regions,
        page=page,
        pages_of=pages_of,
        href=url_for("representation.representation", rules=rules.code, region=region) + "&page=",
    )


@bp.get("/coordinate/representation/<int:partnership_id>")
@access(*WHO)
def health_check(partnership_id: int) -> ResponseReturnValue:
    """One partnership on one page that prints: its seats, what is required, and what to do about gaps."""
    partnership, rules = _partnership(partnership_id), _rules()
    found = audit.audit_of(partnership, rules)
    business = any(row.group is StakeholderGroup.BUSINESS for row in [*found.gaps, *found.to_be_asked])
    return render_template(
        "representation/health_check.html",
        audit=found,
        partnership=partnership,
        rules=rules,
        rule_sets=rule_sets(),
        could_sit=members.who_could_sit(db.session, partnership, today()) if business else [],
        asks_business=business,
        day=today(),
        opens=current_user.is_a(Role.COORDINATOR, Role.ADMINISTRATOR),
    )


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
    return audit.one_partnership(db.session, partnership_id, _areas()) or abort(404)


def _areas() -> audit.Areas:
    return frozenset(area.area_code for area in me().areas) or None

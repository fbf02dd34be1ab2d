"""Before a match starts: the list for the office, and its lines on a match."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import StartCheckRule
from models.base import now
from models.vocabulary import CheckKind, Role

from ...accounts.roles import coordinator_required, me, signed_in_required
from ...cases.clocks import today
from ...cases.start_checks import lines_of, note_seen
from ...edge import writes
from ...extensions import db
from ..check_forms import RuleForm, SeenForm
from ..rules import add_rule, need_by_reference, rules, standing_rule, whens
from . import bp, taking_part


@bp.get("/coordinate/start-checks")
@coordinator_required
def start_check_list() -> ResponseReturnValue:
    """What is looked at before a match starts."""
    return render_template("results/start_check_list.html", rules=rules(db.session), whens=whens)


@bp.route("/coordinate/start-checks/add", methods=["GET", "POST"])
@coordinator_required
@writes
def start_check_add() -> ResponseReturnValue:
    """Add a line to the list."""
    return _written(None)


@bp.route("/coordinate/start-checks/<int:rule_id>/change", methods=["GET", "POST"])
@coordinator_required
@writes
def start_check_change(rule_id: int) -> ResponseReturnValue:
    """Say a line of the list otherwise."""
    return _written(standing_rule(db.session, rule_id) or abort(404))


def _written(rule: StartCheckRule | None) -> ResponseReturnValue:
    form = RuleForm(obj=rule)
    if rule is not None and rule.need is not None and not form.is_submitted():
        form.request.data = rule.need.reference
    if form.validate_on_submit():
        need = need_by_reference(db.session, form.request.data) if form.request.data else None
        if form.request.data and need is None:
            form.request.errors = [_("There is no request with that reference")]
        else:
            add_rule(
                db.session,
                check=CheckKind(str(form.check.data)),
                words=form.words.data or "",
                kind=form.kind.data,
                safeguarding=form.safeguarding.data,
                required=bool(form.required.data),
                valid_months=form.valid_months.data,
                by=me(),
                need=need,
                instead_of=rule,
            )
            flash(_("Saved. It counts for every match that has not started yet."), "success")
            return redirect(url_for("results.start_check_list"))
    return render_template("results/start_check_add.html", form=form, rule=rule), 422 if form.errors else 200


@bp.post("/coordinate/start-checks/<int:rule_id>/retire")
@coordinator_required
@writes
def start_check_retire(rule_id: int) -> ResponseReturnValue:
    """Take a line off the list. Where it was seen already, that stays."""
    rule = standing_rule(db.session, rule_id)
    if rule is not None:
        rule.retired_at = now()
        flash(_("Taken off the list."), "success")
    return redirect(url_for("results.start_check_list"))


@bp.get("/matches/<int:match_id>/start-checks")
@signed_in_required
def start_checks(match_id: int) -> ResponseReturnValue:
    """What has to be seen for a match, and what was."""
    match, role = taking_part(match_id)
    return render_template(
        "results/start_checks.html",
        match=match,
        lines=lines_of(db.session, match),
        day=today(),
        may_note=role in (Role.BROKER, Role.COORDINATOR),
        whens=whens,
    )


@bp.route("/matches/<int:match_id>/start-checks/<int:rule_id>", methods=["GET", "POST"])
@signed_in_required
@writes
def start_check(match_id: int, rule_id: int) -> ResponseReturnValue:
    """Note that a line was seen, by whom and until when it is valid."""
    match, _role = taking_part(match_id, Role.BROKER, Role.COORDINATOR)
    line = next((line for line in lines_of(db.session, match) if line.rule.id == rule_id), None)
    if line is None:
        abort(404)
    form = SeenForm()
    if form.validate_on_submit():
        note_seen(
            db.session,
            match,
            line.rule,
            by=me(),
            seen_on=form.seen_on.data or today(),
            valid_until=form.valid_until.data,
            not_needed=form.how.data == "not_needed",
            words=form.words.data or "",
        )
        flash(_("Noted."), "success")
        return redirect(url_for("results.start_checks", match_id=match.id))
    page = render_template("results/start_check.html", match=match, line=line, form=form)
    return page, 422 if form.errors else 200

"""Cases as those see them who carry them: a broker's list, one case, its log and its check-ins."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Broker, Match
from models.vocabulary import CaseKind, CheckInOutcome, Role

from ...accounts.roles import OFFICE, access
from ...cases import checking_in
from ...cases.clocks import today
from ...cases.holders import brokers_of
from ...cases.load import loads
from ...cases.notes import NotWritten, write_note
from ...edge import writes
from ...edge.filters import spoken_date
from ...extensions import db
from .. import calls
from .. import caseload as lists
from ..case_forms import CallForm, CheckInForm, NoteForm
from ..case_page import case_page, named_case
from ..concern_reading import concern_of
from ..refusals import Refused
from ..subjects import Named, names
from ..telling import asked_for
from . import bp, found, me, page_number, refuse

is_broker = access(Role.BROKER)
carries = access(Role.BROKER, *OFFICE)
CASE = "/cases/<kind>/<int:subject_id>"


@bp.get("/your-page/cases")
@is_broker
def caseload() -> ResponseReturnValue:
    """What is next, soonest first, and the cases that count against the limit."""
    brokers = brokers_of(db.session, me())
    chosen = request.args.get("show", "")
    counted = next((broker for broker in brokers if chosen == f"load-{broker.id}"), None)
    if counted is not None:
        return _load(counted)
    overdue = chosen == "overdue"
    return render_template(
        "casework/caseload.html",
        loads=loads(db.session, brokers),
        waits=lists.waits_of(db.session, brokers),
        listed=lists.next_actions(db.session, brokers, overdue=overdue, page=page_number()),
        overdue=overdue,
        brokers=brokers,
        href=url_for("casework.caseload") + ("?show=overdue&page=" if overdue else "?page="),
    )


@bp.get(CASE)
@carries
def case(kind: str, subject_id: int) -> ResponseReturnValue:
    """One case: what is next, who is who, what was said and what happened."""
    if kind == CaseKind.SEAT:  # its page is another room's, which asks who may read it
        return redirect(url_for("representation.empty_seat", gap_id=subject_id))
    named = case_or_404(kind, subject_id)
    page = case_page(db.session, CaseKind(kind), named, page=page_number())
    return _render(
        "casework/case.html",
        page=page,
        asked_for=asked_for(named.subject) if isinstance(named.subject, Match) else [],
        href=url_for("casework.case", kind=kind, subject_id=subject_id) + "?page=",
    )


@bp.route(f"{CASE}/note", methods=["GET", "POST"])
@carries
@writes
def case_note(kind: str, subject_id: int) -> ResponseReturnValue:
    """Write down a call, a meeting, an e-mail, a visit or a note."""
    named = case_or_404(kind, subject_id)
    form = NoteForm(on=today())
    if form.validate_on_submit():
        said: dict[str, Any] = {"how": form.how.data, "on": form.on.data, "words": form.words.data or ""}
        try:
            write_note(db.session, named.subject, by=me(), **said)
            flash(_("Written down."), "success")
            return redirect(url_for("casework.case", kind=kind, subject_id=subject_id))
        except NotWritten as error:
            form.on.errors = [str(error)]
    return _form("casework/case_note.html", form, named, kind)


@bp.route(f"{CASE}/calls", methods=["GET", "POST"])
@carries
@writes
def case_calls(kind: str, subject_id: int) -> ResponseReturnValue:
    """Ring one person, and read out everything that could not be sent to them."""
    named = _called_about(kind, subject_id)
    form = CallForm()
    if form.validate_on_submit():
        said: dict[str, Any] = {"outcome": form.outcome.data, "words": form.words.data or ""}
        try:
            calls.called(db.session, named.subject, form.message_ids, by=me(), **said)
            flash(_("Written down."), "success")
            return redirect(_after_call(named, kind))
        except Refused as refused:
            refuse(form, refused)
    call = calls.next_call(db.session, named.subject)
    form.messages.data = "-".join(str(message.id) for message in call.messages) if call else ""
    return _form("casework/case_calls.html", form, named, kind, call=call)


@bp.route("/cases/match/<int:subject_id>/check-in", methods=["GET", "POST"])
@carries
@writes
def check_in(subject_id: int) -> ResponseReturnValue:
    """Ask both sides how it goes: three questions, and the day of the next time."""
    kind = CaseKind.MATCH.value
    named = case_or_404(kind, subject_id)
    form = CheckInForm()
    if form.validate_on_submit():
        answers: dict[str, Any] = {
            "as_agreed": form.as_agreed.data,
            "given": form.given.data or "",
            "change": form.change.data or "",
            "outcome": form.outcome.data,
        }
        try:
            done = checking_in.check_in(db.session, named.subject, by=me(), **answers)
        except checking_in.NotUnderWay as error:
            db.session.rollback()
            form.form_errors.append(str(error))
        else:
            flash(_done(done.outcome, checking_in.next_on(db.session, named.subject)), "success")
            return redirect(url_for("casework.case", kind=kind, subject_id=subject_id))
    return _form("casework/check_in.html", form, named, kind)


def case_or_404(kind: str, subject_id: int) -> Named:
    """A case that is this person's: of a broker, of one they stand in for, or of the office's areas."""
    # a concern has a page of its own, for few, and an empty seat one of another room
    if kind not in set(CaseKind) or kind in (CaseKind.CONCERN, CaseKind.SEAT):
        abort(404)
    return found(named_case(db.session, CaseKind(kind), subject_id, me()))


def _called_about(kind: str, subject_id: int) -> Named:
    """As `case_or_404`; a concern is for those who may read it."""
    if kind != CaseKind.CONCERN:
        return case_or_404(kind, subject_id)
    concern = found(concern_of(db.session, subject_id, me()))
    return names(db.session, [(CaseKind.CONCERN, concern.id)])[CaseKind.CONCERN, concern.id]


def _after_call(named: Named, kind: str) -> str:
    """On to whoever else is to be rung about it and was not tried; else back to where it came from. A broker
    may have had nothing to do with it but the call."""
    more = calls.next_call(db.session, named.subject)
    if more is not None and more.messages and not more.tried:
        return url_for("casework.case_calls", kind=kind, subject_id=named.subject.id)
    return _back(named, kind) if me().is_a(*OFFICE) else url_for("casework.caseload")


def _back(named: Named, kind: str) -> str:
    if kind == CaseKind.CONCERN:
        return url_for("casework.concern_read", concern_id=named.subject.id)
    return url_for("casework.case", kind=kind, subject_id=named.subject.id)


def _load(broker: Broker) -> ResponseReturnValue:
    return render_template(
        "casework/caseload_counted.html",
        broker=broker,
        listed=lists.load_rows(db.session, broker, page=page_number()),
        href=url_for("casework.caseload") + f"?show=load-{broker.id}&page=",
    )


def _done(outcome: CheckInOutcome, next_on: Any) -> str:
    day = spoken_date(next_on)
    if outcome is CheckInOutcome.ATTENTION:
        return _("Kept, and the coordinator is told. The next check-in is on %(date)s.", date=day)
    return _("Kept. The next check-in is on %(date)s.", date=day)


def _form(template: str, form: Any, named: Named, kind: str, **more: Any) -> ResponseReturnValue:
    return _render(template, form=form, named=named, back=_back(named, kind), **more), 422 if form.errors else 200


def _render(template: str, **values: Any) -> str:
    layout = "casework/office.html" if me().is_a(*OFFICE) else "base.html"
    return render_template(template, layout=layout, office=me().is_a(*OFFICE), **values)

"""What firms of a trade can usually give: what the service guesses, and what coordinators know better."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import GuessCorrection
from models.vocabulary import GuessState

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from ...reference import sectors
from ...suggestions import correcting, guesses
from ..guess_forms import AddGuessForm, WrongGuessForm, phrases
from . import bp, found, me, page_number

A_PAGE = 20
FOUND = 10


@bp.get("/coordinate/what-firms-can-give")
@coordinator_required
def what_firms_can_give() -> ResponseReturnValue:
    """Look for a line of business; what is proposed; what was corrected."""
    words = request.args.get("words", "").strip()[:100]
    corrected = guesses.in_force(db.session, page_number(), A_PAGE)
    return render_template(
        "casework/what_firms_can_give.html",
        words=words,
        hits=sectors.search(words, FOUND) if words else [],
        proposals=guesses.proposals(db.session),
        corrected=corrected,
        sector=sectors.sector,
    )


@bp.get("/coordinate/what-a-trade-can-give/<code>")
@coordinator_required
def what_a_trade_can_give(code: str) -> ResponseReturnValue:
    """Every guess for one line of business, kind by kind."""
    trade = _trade(code)
    return render_template(
        "casework/what_a_trade_can_give.html", trade=trade, lines=guesses.guesses_for(db.session, trade.code)
    )


@bp.route("/coordinate/what-a-trade-can-give/<code>/wrong-guess/<key>", methods=["GET", "POST"])
@coordinator_required
@writes
def wrong_guess(code: str, key: str) -> ResponseReturnValue:
    """Switch a guess off, with a reason."""
    trade = _trade(code)
    line = found(next((one for one in guesses.guesses_for(db.session, trade.code) if one.key == key), None))
    form = WrongGuessForm()
    if form.validate_on_submit():
        correcting.switch_off(db.session, trade.code, line, by=me(), reason=form.reason.data or "")
        flash(_("The service no longer guesses this for these firms."), "success")
        return redirect(url_for("casework.what_a_trade_can_give", code=trade.code))
    return render_template("casework/wrong_guess.html", form=form, trade=trade, line=line), 422 if form.errors else 200


@bp.route("/coordinate/what-a-trade-can-give/<code>/add-guess", methods=["GET", "POST"])
@coordinator_required
@writes
def add_guess(code: str) -> ResponseReturnValue:
    """Add what firms of a trade can often give."""
    trade, form = _trade(code), AddGuessForm()
    if form.validate_on_submit():
        correcting.add(
            db.session,
            trade.code,
            kind=form.kind.data,
            what=form.what.data or "",
            words=phrases(form.words.data),
            by=me(),
            reason=form.reason.data or "",
        )
        flash(_("Added. It counts from the next suggestion on."), "success")
        return redirect(url_for("casework.what_a_trade_can_give", code=trade.code))
    return render_template("casework/add_guess.html", form=form, trade=trade), 422 if form.errors else 200


@bp.post("/coordinate/undo-guess/<int:correction_id>")
@coordinator_required
@writes
def undo_guess(correction_id: int) -> ResponseReturnValue:
    """Take a correction back."""
    correction = _correction(correction_id)
    try:
        correcting.take_back(db.session, correction, by=me())
        flash(_("Undone. The service guesses again as it did before."), "success")
    except correcting.AlreadyDecided:
        flash(_("Somebody else has undone this already."))
    return redirect(url_for("casework.what_a_trade_can_give", code=correction.sector))


@bp.route("/coordinate/proposed-guess/<int:correction_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def proposed_guess(correction_id: int) -> ResponseReturnValue:
    """A confirmed match that nobody foresaw: add what these firms can give, in plain words?"""
    correction = _correction(correction_id)
    if correction.state is not GuessState.PROPOSED:
        return redirect(url_for("casework.what_firms_can_give"))
    form = AddGuessForm(data={"kind": correction.kind, "words": "\n".join(correction.words)})
    del form.reason
    if form.validate_on_submit():
        try:
            correcting.accept(
                db.session,
                correction,
                kind=form.kind.data,
                what=form.what.data or "",
                words=phrases(form.words.data),
                by=me(),
            )
            flash(_("Added. It counts from the next suggestion on."), "success")
        except correcting.AlreadyDecided:
            flash(_("Somebody else has decided this already."))
        return redirect(url_for("casework.what_firms_can_give"))
    return render_template(
        "casework/proposed_guess.html", form=form, correction=correction, trade=_trade(correction.sector)
    ), 422 if form.errors else 200


@bp.post("/coordinate/refuse-guess/<int:correction_id>")
@coordinator_required
@writes
def refuse_guess(correction_id: int) -> ResponseReturnValue:
    """Leave a proposed addition out."""
    try:
        correcting.refuse(db.session, _correction(correction_id), by=me())
        flash(_("Left out. It will not be proposed again."), "success")
    except correcting.AlreadyDecided:
        flash(_("Somebody else has decided this already."))
    return redirect(url_for("casework.what_firms_can_give"))


def _trade(code: str) -> sectors.Sector:
    trade = found(sectors.sector(code[:12]))
    return found(trade if len(trade.code) >= 2 else None)


def _correction(correction_id: int) -> GuessCorrection:
    return found(guesses.correction_of(db.session, correction_id))

"""How scores, verdicts and events are shown to a coordinator."""

from dataclasses import dataclass

from flask_babel import gettext as _

from models import Decision
from models.vocabulary import ConfirmReason, EndReason, EntryKind, LaterReason, NeedEnd, RejectReason, Term, Verdict

from ..edge.filters import label
from ..matching.scored import Scored

REASONS: dict[Verdict, type[Term]] = {
    Verdict.CONFIRM: ConfirmReason,
    Verdict.REJECT: RejectReason,
    Verdict.LATER: LaterReason,
    Verdict.UNDO: EndReason,
}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One row of the table of reasons. ``contribution`` is rounded to tenths of a point, ``weight`` is
    the most it could be; ``known`` says whether anything was known to compare."""

    label: str
    contribution: float
    sentence: str
    weight: float = 0.0
    known: bool = True


def shown_parts(scored: Scored | None) -> list[ShownPart]:
    """The parts of a score, in points of which the sum is the score as shown.

    Each is rounded to a tenth; what rounding would lose or add goes where it is felt least.
    """
    if scored is None:
        return []
    exact = [part.contribution * 1000 for part in scored.parts]
    tenths = [int(value // 1) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: exact[at] - tenths[at], reverse=True)
    for at in by_rest[: max(0, round(scored.score * 1000) - sum(tenths))]:
        tenths[at] += 1
    return [
        ShownPart(
            _("%(what)s (up to %(most)s)", what=_(part.label), most=f"{part.weight * 100:g}"),
            count / 1000,
            part.sentences.get("coordinator", "") if part.known else _not_known(part.sentences.get("coordinator", "")),
            part.weight,
            part.known,
        )
        for part, count in zip(scored.parts, tenths, strict=True)
    ]


def _not_known(sentence: str) -> str:
    return _("%(sentence)s: counts half.", sentence=sentence) if sentence else _("Not known: counts half.")


def reason_label(decision: Decision) -> str:
    """The reasons of a verdict in words; a confirmation may have several."""
    terms = REASONS.get(decision.verdict)
    codes = [code for code in decision.reason.split(",") if code]
    known = {term.value: label(term) for term in terms} if terms else {}
    return ", ".join(known.get(code, code) for code in codes)


def whats() -> dict[str, str]:
    """What happened to an entry, in words."""
    return {
        "sent_in": _("Sent in"),
        "changed": _("Changed"),
        "read": _("Read and made live"),
        "spoken": _("Spoken to"),
        "sent_back": _("Sent back for more"),
        "ended": _("Ended"),
        "paused": _("Paused"),
        "paused_by_us": _("Paused by a decision of the office"),
        "pause_reviewed": _("The pause was looked at again"),
        "pause_answered": _("The firm answered to its pause"),
        "rung": _("Rung"),
        "message": _("About a message"),
        "imported": _("Imported"),
        "signed_up_again": _("Signed up a second time"),
        "contact_added": _("Somebody more speaks for it"),
        "contact_removed": _("Somebody speaks for it no longer"),
        "came_back": _("Takes part again"),
        "resumed": _("Taken up again"),
        "merged": _("Made one with"),
        "merge_undone": _("Made two again"),
        "moved": _("Moved to another partnership"),
        "new_owner": _("Another owner"),
        "away": _("Days away"),
        "pause_over": _("The pause was over"),
        "expired": _("Its last day was over"),
        "acknowledged": _("Told that it has come"),
        "still_right_asked": _("Asked whether it still holds"),
        "still_right_reminded": _("Reminded of that question"),
        "still_right": _("Said that it still holds"),
        "limits": _("Limits by area"),
        "handed_over": _("Cases handed over"),
        "handover_undone": _("Handover undone"),
        **{f"closed_{how.value}": f"{_('Closed')}: {label(how)}" for how in NeedEnd},
    }


def kinds() -> dict[str, str]:
    """The kinds of thing a search can find, in words."""
    found = {kind.value: label(kind) for kind in EntryKind}
    return {**found, "suggestion": _("Suggestion"), "match": _("Match"), "message": _("Message")}

"""Who is suggested and matched, who is hard to place, who was never matched: with the rows behind."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models.vocabulary import Role

from ...accounts.roles import access, me
from ...edge.paging import paged
from ...edge.sheets import Cell, as_csv
from ...extensions import db
from ..fairness import DIMENSIONS, FEW, READ, Fact, Only, groups_of, rows_of
from ..fairness_rows import hard_to_place, names_of
from ..fairness_words import dimension_names, group_name, only_name
from . import bp, page_number

A_PAGE = 20
WHO = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)


@bp.get("/coordinate/fairness")
@access(*WHO)
def fairness() -> ResponseReturnValue:
    """Rates by what a business or a request is."""
    facts = _facts()
    return render_template(
        "oversight/fairness.html",
        tables={of: {one: groups_of(facts[of], one) for one in DIMENSIONS[of]} for of in facts},
        totals={of: [len(rows_of(facts[of], "", "", only)) for only in Only] for of in facts},
        only=list(Only),
        few=FEW,
        dimensions=dimension_names(),
        group_name=group_name,
    )


@bp.get("/coordinate/fairness/<of>")
@access(*WHO)
def fairness_rows(of: str) -> ResponseReturnValue:
    """The rows behind one number."""
    dimension, group = request.args.get("by", ""), request.args.get("group", "")
    only = request.args.get("only", Only.ALL.value)
    if of not in DIMENSIONS or only not in set(Only) or (dimension and dimension not in DIMENSIONS[of]):
        abort(404)
    ids = rows_of(READ[of](db.session, me().area_codes), dimension, group, Only(only))
    listed = paged(ids, page_number(), A_PAGE)
    return render_template(
        "oversight/fairness_rows.html",
        of=of,
        rows=names_of(db.session, of, list(listed.rows)),
        listed=listed,
        href=url_for("oversight.fairness_rows", of=of, by=dimension, group=group, only=only) + "&page=",
        which=only_name(Only(only)),
        group=f"{dimension_names()[dimension]}: {group_name(dimension, group)}" if dimension else "",
        opens=current_user.is_a(Role.COORDINATOR, Role.ADMINISTRATOR),
    )


@bp.get("/coordinate/fairness/hard-to-place")
@access(*WHO)
def fairness_hard_to_place() -> ResponseReturnValue:
    """Live requests for which nobody is suggested, and why."""
    ids = rows_of(READ["needs"](db.session, me().area_codes), "", "", Only.NOT_SUGGESTED)
    listed = paged(ids, page_number(), A_PAGE)
    return render_template(
        "oversight/fairness_hard_to_place.html",
        rows=hard_to_place(db.session, list(listed.rows)),
        listed=listed,
        opens=current_user.is_a(Role.COORDINATOR, Role.ADMINISTRATOR),
    )


@bp.get("/coordinate/fairness.csv")
@access(*WHO)
def fairness_csv() -> ResponseReturnValue:
    """The same counts as a file."""
    facts, names = _facts(), dimension_names()
    rows: list[list[Cell]] = [["what", "by", "group", "of", "suggested", "matched"]]
    for of in facts:
        for dimension in DIMENSIONS[of]:
            for one in groups_of(facts[of], dimension):
                rows.append([of, names[dimension], group_name(dimension, one.code), one.of, one.suggested, one.matched])
    return as_csv(rows, "fairness")


def _facts() -> dict[str, list[Fact]]:
    return {of: read(db.session, me().area_codes) for of, read in READ.items()}

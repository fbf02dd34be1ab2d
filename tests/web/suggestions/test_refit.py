"""The model learns from the programme's own records, and is never stopped by a file that is broken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from broker.matching import model_file
from broker.matching.engine import Engine
from broker.matching.refitting import HeldBack
from broker.suggestions import fitted, refit
from broker.suggestions.ask import score
from broker.suggestions.model import current_engine
from broker.suggestions.records import clean, gather
from models.vocabulary import Kind, Theme
from tests.conftest import SETTINGS
from tests.factories import AreaFactory, BusinessFactory, NeedFactory, OfferFactory, PartFactory, PartnershipFactory
from tests.unit.matching.letters import Letters

FOLDER = "model"


@pytest.fixture
def folder(app, tmp_path):
    """A folder for the model of this test alone."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, model_folder=str(tmp_path / FOLDER))
    yield tmp_path / FOLDER
    app.extensions["settings"] = before


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We mend roofs. Ring 01632 960 123 any time. We mend gutters.", "We mend roofs. We mend gutters."),
        ("Write to pat@ash.example for a chat", ""),
        ("Ask for Mrs Bell. We bake bread.", "We bake bread."),
        ("We are at L24 1YD now; we bake bread", "we bake bread"),
        ("", ""),
        (None, ""),
        ("Roofs", ""),
    ],
)
def test_no_way_to_reach_anybody_is_learned(text, left):
    assert clean(text) == left


def test_live_entries_teach_what_was_chosen_for_them(session):
    offers = [OfferFactory.build(kind=Kind.SCH, words="Talks to a class of ten")]
    BusinessFactory(name="Ash Bikes", what_we_do="We mend bikes and trikes", sectors=["9529"], offers=offers)
    BusinessFactory(name="Made Up", what_we_do="We show made-up things", sectors=["9529"], illustrative=True)
    NeedFactory(
        title="Wheels for work",
        words="Fifteen bikes that go.",
        theme=Theme.EMP,
        partnership=PartnershipFactory(name="Bikes Board"),
        area=AreaFactory(),
        parts=[PartFactory(kind=Kind.KIT)],
    )
    found = gather(session)
    assert ("9529", "We mend bikes and trikes") in found["sectors"]
    assert not any("made-up" in text for _, text in found["sectors"])
    assert ("SCH", "Talks to a class of ten") in found["kinds"]
    assert (str(Theme.EMP), "Wheels for work. Fifteen bikes that go.") in found["themes"]
    assert ("KIT", "Wheels for work. Fifteen bikes that go.") in found["kinds"]


def test_a_refit_waits_for_enough_records_and_forgets_what_left(session, folder, monkeypatch):
    day = datetime.now(UTC)
    assert not refit.is_due(session, day)
    pairs = {"sectors": [("9529", f"text number {n}") for n in range(refit.WORTH_A_FIT)]}
    monkeypatch.setattr(refit, "gather", lambda session: pairs)
    assert refit.is_due(session, day)
    about = model_file.About("fit-1", day.isoformat(), {refit.RECORDS: refit.WORTH_A_FIT})
    monkeypatch.setattr(model_file, "about", lambda path: about)
    assert not refit.is_due(session, day)
    monkeypatch.setattr(refit, "gather", lambda session: {})
    assert refit.is_due(session, day + refit.AT_LEAST_EVERY + timedelta(hours=1))


def test_a_fitted_model_is_followed_and_a_broken_one_is_said(session, folder, client):
    shipped = current_engine(session).version
    folder.mkdir()
    path = folder / model_file.NAME
    about = model_file.About("fit-7", "2027-01-01T00:00:00+00:00", {refit.RECORDS: 70})
    model_file.save(path, current_engine(session).reading, about)
    assert "fit-7" in current_engine(session).version
    assert "1 January 2027" in client.get("/how-suggestions-work").text
    whole = path.read_bytes()
    middle = len(whole) // 2
    for broken in (whole[:500], whole[:middle] + bytes(64) + whole[middle + 64 :]):
        path.write_bytes(broken)
        assert current_engine(session).version == shipped
        assert "damaged" in fitted.model_status().problem
        assert "could not be read" in client.get("/how-suggestions-work").text


class Tires(Letters):
    """An encoder that works for a while."""

    def __init__(self, times):
        self.left = times

    def encode(self, texts):
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("out of memory")
        return super().encode(texts)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_an_encoder_that_fails_at_work_is_put_aside_and_said(session, app, folder, client, monkeypatch, times):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, encoder_model=f"tires-{times}.onnx", encoder_tokenizer="t.json")
    monkeypatch.setattr(fitted, "encoder_at", lambda model, tokenizer: Tires(times))
    session.commit()
    with_encoder = "letters" in current_engine(session).version
    firm = BusinessFactory(name="Ash Bikes", what_we_do="We mend bikes", offers=[OfferFactory.build(kind=Kind.KIT)])
    need = NeedFactory(
        title="Wheels for work",
        partnership=PartnershipFactory(name="Bikes Board"),
        area=AreaFactory(),
        parts=[PartFactory(kind=Kind.KIT)],
    )
    scored = score(session, need, firm)
    assert with_encoder == (times > 0)
    assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.score, abs=1e-6)
    assert "letters" not in current_engine(session).version
    assert "fails at work: RuntimeError" in fitted.model_status().encoder_problem
    assert "No sentence encoder is on" in client.get("/how-suggestions-work").text


def test_the_page_says_that_no_encoder_is_on(client):
    assert SETTINGS.encoder_model == ""
    assert "No sentence encoder is on" in client.get("/how-suggestions-work").text


def test_what_reads_worse_than_what_comes_with_the_service_is_left_out_and_said(session, folder, app, monkeypatch):
    fitted_on = []

    def fits(starter, more):
        fitted_on.append(more)
        return Engine.shipped().reading

    pairs = {"sectors": [("9529", "we mend bikes")], "themes": [("ENV", "trees for the street")], "kinds": []}
    held = {"sectors": HeldBack(60, 0.7, 0.4), "themes": HeldBack(60, 0.5, 0.6)}
    monkeypatch.setattr(refit, "gather", lambda session: pairs)
    monkeypatch.setattr(refit, "fit_reading", fits)
    monkeypatch.setattr(refit, "compared", lambda *asked: held)
    said = app.test_cli_runner().invoke(args=["broker", "reference", "refit"]).output
    assert ("9529", "we mend bikes") not in fitted_on[-1].sectors
    assert ("ENV", "trees for the street") in fitted_on[-1].themes
    assert "reads 70.0% rightly, the new one 40.0%: the shipped one is kept" in said
    assert "reads 50.0% rightly, the new one 60.0%: the new one is used" in said
    assert "kinds: too few new texts to compare" in said
    assert model_file.about(folder / model_file.NAME).compared == held
    assert "the shipped one is kept" in app.test_cli_runner().invoke(args=["broker", "reference", "status"]).output

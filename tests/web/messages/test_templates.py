"""Every message that there is: who it is from, why it comes, whom to ring, and words that anybody reads."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import current_app
from jinja2 import StrictUndefined

from broker.messages import write
from broker.messages.kinds import KINDS, kind_of
from models.vocabulary import ConcernOutcome, InvitationEnd, MessageClass
from tests.factories import BrokerFactory, ContactFactory, CoordinatorFactory, MatchFactory, PartnershipFactory
from tests.plain_words import longest_sentence, reading_age
from tests.web.casework.conftest import benches, put_forward

FOLDER = Path(__file__).parents[3] / "templates" / "messages"
TEMPLATES = sorted(path.stem for path in FOLDER.glob("*.txt") if not path.stem.startswith("_"))
#: Words of our trade, which people who did not ask for them should not have to know.
JARGON = (
    "stakeholder|LSP|capacity|entry|entries|match(?:es|ed)?|pairing|proposal|suggestion|lapsed?|need is|needs are"
    "|coordinator|beneficiar\\w+|deliverables?|engage(?:ment)?|leverage|in-kind|safeguarding|reserve|caseload|register"
)
#: Brokers and officers know the words of their own work.
OF_THE_TRADE = {"proposed_broker", "withdrawn_broker"}
OLDEST, LONGEST = 11.0, 30


@pytest.fixture
def values(session, monkeypatch):
    """Whatever a template may ask for. A new one adds to it what it needs."""
    monkeypatch.setattr(current_app.jinja_env, "undefined", StrictUndefined)
    coordinator = CoordinatorFactory(name="Pat Officer", email="pat@council.example", telephone="+441632960999")
    board = PartnershipFactory(name="Speke Board")
    need = benches(board)
    link = ContactFactory.build(name="Jo Link", email="jo@chamber.example", telephone="+441632960123")
    broker = BrokerFactory(name="Jo Link", contacts=[link])
    suggestion = put_forward(need, "Ash Joinery", broker=broker)[0]
    match = MatchFactory(suggestion=suggestion, coordinator=coordinator, broker=broker)
    session.flush()
    return {
        "to": suggestion.business.contacts[0],
        "match": match,
        "need": need,
        "business": suggestion.business,
        "partnership": board,
        "broker": broker,
        "by": coordinator,
        "name": "Ash Joinery",
        "reference": "B-7K3M-2QPR",
        "words": "Please tell us how far you would go.",
        "entry_kind": "business",
        "mine": True,
        "hours": 24,
        "days": 30,
        "with_code": True,
        "ended": "",
        "place": "Speke, Liverpool",
        "ask": "Four wooden benches.",
        "parts": ["Goods, materials, tools or a vehicle: 4 items"],
        "link_name": "Jo Link",
        "link_telephone": "+441632960123",
        "contacts": {"business": suggestion.business.contacts[0], "partnership": board.contacts[0]},
        "first_contact_by": date(2027, 1, 14),
        "asker": suggestion.business.contacts[0],
        "asker_of": "Ash Joinery",
        "ring_by": date(2027, 1, 14),
        "speak_by": date(2027, 1, 14),
        "pauses_on": date(2027, 1, 14),
        "who": "business",
        "match_id": match.id,
        "answer_by": date(2027, 1, 14),
        "kind_label": "How somebody behaved",
        "concern_id": 1,
        "acknowledge_by": date(2027, 1, 14),
        "outcome_by": date(2027, 2, 14),
        "outcome": ConcernOutcome.UPHELD,
        "until": date(2027, 2, 14),
        "held": True,
        "reason_label": "Another reason",
        "review_on": date(2027, 2, 14),
        "before": board,
        "successor": board,
        "goes_on": True,
        "count": 2,
        "details": [("Business", "Ash Joinery"), ("Postcode", "L24 9HZ")],
        "giver": "Sam Second",
        "said_by": "Jo Link",
        "change": "They would like to come on Tuesdays.",
        "missing": ["Public liability insurance"],
        "own_page": True,
        "title": "Liverpool",
        "closes_on": date(2027, 2, 14),
        "office": False,
        "areas": "Liverpool",
        "end": InvitationEnd.DECLINED,
        "person": board.contacts[0],
        "of": "Speke Board",
        "reasons": ["You make benches"],
        "items": [
            {"subject": "Please answer", "reference": "E-7K3M-2QPR", "words": "Please tell us yes or no."},
            {"subject": "How is it going?", "reference": "E-7K3M-2QPS", "words": "Please tell us how it goes."},
        ],
    }


def test_every_template_is_of_a_known_kind_and_every_kind_has_one():
    assert sorted(KINDS) == TEMPLATES


def test_a_kind_that_nobody_has_thought_about_cannot_be_written(session):
    with pytest.raises(KeyError, match=r"broker/messages/kinds\.py"):
        kind_of("surprise")


@pytest.fixture
def messages(session, values):
    """kind -> the message, every one to the same firm about the same match."""
    to, match = values.pop("to"), values.pop("match")
    return {kind: write(session, kind, to=to, match=match, **values) for kind in TEMPLATES}


def test_every_message_says_who_it_is_from_why_it_comes_and_whom_to_ring(messages):
    for kind, message in messages.items():
        words, _dashes, foot = message.body.partition("\n-- \n")
        assert words and foot, f"{kind}: the foot is not parted from the words"
        assert "This message is from Jo Link." in foot, kind
        assert "ring 01632 960123." in foot, kind
        assert "You get this because " in foot, kind
        assert message.reply_to == "Jo Link <jo@chamber.example>", kind
        can_be_stopped = KINDS[kind].message_class.may_be_refused
        assert ("To stop messages of this kind" in foot) == can_be_stopped, kind
        assert message.subject and "\n" not in message.subject, kind


def test_every_message_is_read_with_ease_by_people_who_did_not_ask_for_jargon(messages):
    faults = []
    for kind, message in messages.items():
        text = re.sub(r"https?://\S+", "", f"{message.subject}.\n\n{message.body.replace('-- ', '')}")
        if reading_age(text) > OLDEST or longest_sentence(text) > LONGEST:
            faults.append(f"{kind}: age {reading_age(text):.1f}, longest sentence {longest_sentence(text)} words")
        found = re.findall(rf"\b(?:{JARGON})\b", text, re.IGNORECASE)
        if found and kind not in OF_THE_TRADE:
            faults.append(f"{kind}: {found}")
    assert not faults, "\n".join(faults)


def test_the_measure_tells_easy_words_from_hard_ones():
    easy = "We ask you first. You can say no. Nobody gets your name before you say yes."
    hard = (
        "Notwithstanding the aforementioned stakeholder engagement methodology, organisations participating in "
        "collaborative regeneration initiatives are encouraged to operationalise contributory opportunities."
    )
    assert reading_age(easy) < 9 < 18 < reading_age(hard)
    assert longest_sentence(easy) == 8


def test_only_reminders_requests_and_news_can_be_refused():
    assert {one for one in MessageClass if one.may_be_refused} == {
        MessageClass.REMINDER,
        MessageClass.ASKS,
        MessageClass.NEWS,
    }

"""What officers and owners read beside a suggestion."""

import pytest

from broker.matching.looking import plural
from broker.matching.profiles import BusinessProfile, NeedProfile, Offer, Part
from models.vocabulary import Kind, Theme
from tests.unit.matching.made import CAFE, HAULIER, ROOFER, TODAY, business, engine, need


def said(code: str, asked: NeedProfile, firm: BusinessProfile, who: str = "coordinator") -> str:
    scored = engine().score_pair(asked, firm, today=TODAY)
    return next(part.sentences[who] for part in scored.parts if part.code == code)


def test_a_firm_is_quoted_and_no_words_are_put_into_its_mouth():
    assert said("can_do", need(), ROOFER) == "The firm wrote: “We mend roofs and gutters”"
    assert said("can_do", need(), ROOFER, "business") == "You wrote: “We mend roofs and gutters”"


def test_an_offer_in_the_firms_words_is_quoted_before_a_guess():
    firm = business(1, "Two vans.", offers=(Offer(Kind.PRO, "Two days up a ladder each quarter"),), sectors=("4391",))
    assert said("can_do", need(), firm) == "The firm wrote: “Two days up a ladder each quarter”"


@pytest.mark.parametrize("words", ["We mend roofs, ring 01632 960 123", "We mend roofs, roof@roofs.example"])
def test_ways_to_reach_a_firm_are_never_quoted(words):
    sentence = said("can_do", need(), business(1, words, Kind.PRO))
    assert "01632" not in sentence and "@" not in sentence


def test_notes_are_never_quoted():
    firm = business(1, "We mend roofs", Kind.PRO, notes="Hall roofs that leak are our secret joy")
    assert "secret" not in said("can_do", need(), firm)


def test_a_trade_that_was_named_is_said_to_be_the_kind_of_firm_asked_for():
    asked = need(sectors=("4391",))
    assert said("can_do", asked, business(1, "Ring for a price", Kind.PRO, sectors=("4391",))).startswith(
        "This is the kind of firm that was asked for."
    )
    assert said("sector", asked, ROOFER) == "The firm is in a line of business that was asked for"


def test_an_electrician_is_not_the_kind_of_firm_asked_for_when_a_roofer_was():
    electrician = business(1, "House rewires", Kind.PRO, sectors=("4321",))
    roofer = business(2, "Roofs", Kind.PRO, sectors=("4391",))
    asked = need(sectors=("4391",))
    assert "near to" in said("sector", asked, electrician)
    ranked = [engine().score_pair(asked, one, today=TODAY).score for one in (roofer, electrician)]
    assert ranked[0] > ranked[1] + 0.1


def test_a_firm_of_no_theme_is_not_said_to_be_about_different_things():
    assert "different" not in said("theme", need(theme=Theme.COM), ROOFER)


def test_help_that_anybody_can_give_needs_no_trade():
    asked = need("h", "Paint the fence on Saturday", Kind.VOL, words="Twenty pairs of hands for a day.")
    firm = business(1, "Chartered accountants", offers=(Offer(Kind.VOL),))
    sentence = said("can_do", asked, firm)
    assert sentence == "Any firm that offers this could do it" or sentence.endswith("This is a guess from their trade")


def test_a_firm_that_is_not_sure_is_asked_for_something_modest_first():
    shop = business(1, "Corner shop", Kind.NSY)
    words = "The shop on the parade stands empty. Somebody to open it again, or lend a window for our posters."
    parts = (Part("open", Kind.INV), Part("window", Kind.SPC))
    scored = engine().score_pair(need("p", "An empty shop", words=words, parts=parts), shop, today=TODAY)
    assert scored.part_id == "window"


def test_a_guess_is_worded_as_a_guess():
    asked = need("v", "A van to move furniture", Kind.KIT, words="Someone to fetch sofas on a Saturday.")
    haulier = business(3, "Artics and rigids", Kind.NSY, sectors=("4941",))
    assert "This is a guess from their trade" in said("can_do", asked, haulier)
    assert HAULIER.id == 3


class TestWhomToLookFor:
    def look_for(self, asked: NeedProfile) -> str:
        return engine().rank_businesses(asked, engine().catalogue([CAFE]), today=TODAY).look_for

    def test_kinds_of_firm_are_named_in_plain_words(self):
        assert self.look_for(need()).startswith("Nobody here suits yet. Look for a firm that can look at")
        assert "roofers" in self.look_for(need())

    def test_firms_that_were_named_are_named_back(self):
        asked = need("o", "The organ is silent", words="Leather, wind and reeds.", sectors_text="organ builders")
        assert self.look_for(asked).endswith(": organ builders.")

    def test_anybody_is_not_a_kind_of_firm(self):
        assert "anyone" not in self.look_for(need(sectors_text="anyone with a ladder"))

    @pytest.mark.parametrize(
        ("one", "many"),
        [("roofer", "roofers"), ("bakery", "bakeries"), ("handyman", "handymen"), ("roofing", "roofing firms")],
    )
    def test_more_than_one_of_a_kind(self, one, many):
        assert plural(one) == many


class TestSectorsOffered:
    @pytest.mark.parametrize(
        ("words", "absurd"),
        [
            ("We bake bread and cakes on the High Street", {"14", "81", "90"}),
            ("corner shop, open all hours, newspapers and milk", {"18", "58", "49"}),
            ("Family butcher", {"46", "88", "98"}),
        ],
    )
    def test_a_likely_sector_is_not_followed_by_unlikely_ones(self, words, absurd):
        offered = engine().propose_sectors(words)
        assert 1 <= len(offered) < 5
        assert not {one.code[:2] for one in offered} & absurd

    def test_doubtful_words_bring_more_than_one(self):
        assert len(engine().propose_sectors("computers")) > 1

    def test_whoever_asks_for_five_gets_five(self):
        assert len(engine().reading.sectors.propose("Family butcher", 5)) == 5

"""An officer of a local partnership, and somebody who would be a broker."""

from typing import Self

from tests.browser.journeys.visitor import Visitor


class PartnershipOfficer(Visitor):
    def registers(self, name: str, *, email: str) -> Self:
        self.goes_to("/").follows("I work for a local partnership").follows("Start now")
        self.answers(name).continues()
        self.chooses("Neighbourhood board").continues()
        self.answers("Liverpool").continues()
        self.answers("We look after the estate.").continues()
        self.chooses("Local council", "Community and residents").continues()
        self.chooses("Local business").continues()
        self.types("Your name", "Jo Field").types("Email address", email).continues()
        self.chooses("I agree that you keep these answers and use them to find help for the partnership").continues()
        return self.reads(name).presses("Send in")

    def uses_the_link(self, path: str) -> Self:
        """Open the link of a letter and press its button."""
        self.goes_to(path)
        self.page.locator("main form button").first.click()
        return self.arrives()

    def writes_a_need(self, title: str, words: str) -> Self:
        self.follows("Write a need").follows("Start now")
        self.types("In a few words", title).types("In your own words", words).continues()
        self.types("How will you know that it is done?", "They stand in the park.").continues()
        self.chooses("Local environment").continues()
        self.chooses("Older people").continues()
        self.chooses("Yes, and one of us is with them the whole time").continues()
        self.chooses("Goods, materials, tools or a vehicle").continues()
        self.types("How many items?", "4").continues()
        self.answers("landscape gardeners").continues()
        self.page.locator("main input[type=checkbox]").first.check()
        self.continues()
        self.types("Postcode (optional)", "L24 9HZ").continues()
        boxes = self.page.get_by_role("group", name="Until when?")
        for part, value in (("Day", "30"), ("Month", "6"), ("Year", "2099")):
            boxes.get_by_label(part).fill(value)
        self.continues().is_told_of("The last day must be before")
        boxes.get_by_label("Year").fill(str(self.next_year))
        return self.continues()

    next_year = 0


class WouldBeBroker(Visitor):
    def signs_up(self, name: str, *, email: str) -> Self:
        self.goes_to("/").follows("I could be a broker").follows("Start now")
        self.answers(name).continues()
        self.answers("Mersey Chamber").continues()
        self.answers("Ran a building firm for 12 years").continues()
        self.chooses("Building and repairs to buildings").continues()
        self.chooses("Housing").continues()
        self.answers("Liverpool").continues()
        self.answers("8").continues()
        self.answers("I own a share of a joinery.").continues()
        self.types("Email address", email).continues()
        self.chooses("I agree that you keep these answers and use them to choose cases for me").continues()
        return self.presses("Send in")

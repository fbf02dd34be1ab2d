"""Somebody who owns or works for a firm."""

import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.journeys.visitor import Visitor


class BusinessOwner(Visitor):
    """Ada fixes boilers in Liverpool. Another owner is a class with other words."""

    does, trade = "We fix boilers and fit bathrooms.", "Plumbing"
    firm, email = "Bread & Pipes Ltd", "ada@bread.example"
    gives = "Two days of plumbing for a community hall"

    def opens_the_sign_up(self) -> Self:
        self.goes_to("/").follows("I run or work for a business")
        self.reads_heading("Sign up your business").reads("What you offer here has no effect on council tenders")
        return self.follows("Start now")

    def says_what_it_does(self) -> Self:
        self.reads_heading("What does your business do?").answers(self.does).continues()
        self.reads_heading("Which of these is nearest to what you do?")
        self.page.get_by_label(re.compile(self.trade)).first.check()
        return self.continues()

    def offers_its_trade(self) -> Self:
        self.reads_heading("What could your business give?").chooses("A trade or profession").continues()
        self.reads_heading("A trade or profession").types("What exactly could you give?", self.gives)
        self.types("About how many hours?", "16").chooses("Once", "Free").continues()
        self.reads_heading("May we also come to you with other ideas?")
        return self.chooses("Yes, we are open to ideas").continues()

    def says_who_and_where_it_is(self) -> Self:
        self.reads_heading("What is the business called?").types("Name of the business", self.firm).continues()
        self.reads_heading("Where is the business?").types("Postcode", "L1 8JQ").continues()
        self.reads_heading("How far would you go to help?").chooses("Up to 10 miles").continues()
        return self.reads_heading("Size and legal form").chooses("2 to 9 people", "Limited company").continues()

    def answers_the_safety_questions(self) -> Self:
        self.reads_heading("Would you work with children, or with adults who need extra care?").chooses(
            "No"
        ).continues()
        return self.reads_heading("Council contracts").chooses("No").continues()

    def says_how_to_be_reached(self, email: str | None = None) -> Self:
        self.reads_heading("Who should we talk to?").types("Your name", "Ada Example")
        self.types("Telephone number", "01632 960123").types(
            "Email address", self.email if email is None else email
        ).continues()
        self.reads_heading("How we may use your answers")
        self.page.get_by_label(re.compile("I agree that you keep these answers")).check()
        return self.continues()

    def checks_and_sends_in(self) -> Self:
        self.reads_heading("Check your answers before you send them in").reads(self.does)
        return self.presses("Send in").reads_heading("Your business is signed up").reads("Your reference is")

    def signs_up(self) -> Self:
        self.opens_the_sign_up().says_what_it_does().offers_its_trade().says_who_and_where_it_is()
        return self.answers_the_safety_questions().says_how_to_be_reached().checks_and_sends_in()

    def ask(self, title: str) -> Locator:
        """The part of the page about one request."""
        return self.page.get_by_role("region", name=title)

    def reads_a_request(self, title: str, why: str) -> Self:
        expect(self.ask(title)).to_contain_text("Why this could suit you")
        expect(self.ask(title)).to_contain_text(why)
        return self

    def says_we_could_help(self, title: str, words: str = "") -> Self:
        if words:
            self.ask(title).get_by_text("Add a few words of your own").click()
            self.ask(title).get_by_label("Anything they should know? (optional)").fill(words)
        self.ask(title).get_by_role("button", name="We could help").click()
        return self.arrives().reads("You said you could help").reads(title)

    def changes(self, question: str) -> Self:
        """Follow "Change" beside an answer."""
        return self.follows(f"Change {question.lower()}")

"""What ties a broker to one of the two sides of a pairing."""

from datetime import date

from models import Broker, BrokerTie, Business, Need


def ties_to(broker: Broker, need: Need, business: Business, day: date) -> list[BrokerTie]:
    """The ties of a broker to this business or this need's partnership that hold on a day."""
    return [
        tie
        for tie in broker.ties
        if (tie.business_id == business.id or tie.partnership_id == need.partnership_id)
        and (tie.from_on is None or tie.from_on <= day)
        and (tie.until_on is None or tie.until_on >= day)
    ]

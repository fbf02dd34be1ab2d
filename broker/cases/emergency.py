"""Whom to ring first where somebody may come to harm: 999, and the council's own safeguarding number."""

from dataclasses import dataclass

from flask import current_app

EMERGENCY = "999"


@dataclass(frozen=True, slots=True)
class EmergencyRoute:
    """Numbers to ring before anything is written down."""

    at_once: str
    safeguarding: str


def emergency_route(area_code: str | None = None) -> EmergencyRoute:
    """The numbers for an area. ``SAFEGUARDING_TELEPHONES`` names those of single councils, as
    ``E08000012=01632 960555, E08000035=01632 960556``; elsewhere ``SAFEGUARDING_TELEPHONE`` holds."""
    settings = current_app.extensions["settings"]
    pairs = (part.partition("=") for part in settings.safeguarding_telephones.split(","))
    by_area = {code.strip(): number.strip() for code, _equals, number in pairs if number.strip()}
    return EmergencyRoute(EMERGENCY, by_area.get(area_code or "", settings.safeguarding_telephone))

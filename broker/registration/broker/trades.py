"""The 21 sections of SIC 2007 in plain words, and the divisions each stands for."""

from wtforms.fields import SelectChoice

from ...reference import sectors
from ..words import _l

SECTIONS: dict[str, str] = {
    "A": _l("Farming, forestry and fishing"),
    "B": _l("Quarries, mines, oil and gas"),
    "C": _l("Making things: factories, workshops, food and drink"),
    "D": _l("Electricity and gas"),
    "E": _l("Water, waste and recycling"),
    "F": _l("Building and repairs to buildings"),
    "G": _l("Shops, wholesale and garages"),
    "H": _l("Transport, post and storage"),
    "I": _l("Hotels, cafes, pubs and catering"),
    "J": _l("Computers, telephones, publishing, film and radio"),
    "K": _l("Banks, insurance and pensions"),
    "L": _l("Property and letting"),
    "M": _l("Professions: law, accounts, architects, engineers, advertising, design"),
    "N": _l("Services to firms: hire, staff, travel, security, cleaning, gardening"),
    "O": _l("Councils, government and defence"),
    "P": _l("Schools, colleges and training"),
    "Q": _l("Health and care"),
    "R": _l("Arts, museums, sport and leisure"),
    "S": _l("Clubs, charities, hairdressers, laundries and other personal services"),
    "T": _l("Staff in private homes"),
    "U": _l("Embassies and international bodies"),
}


def section_choices() -> list[SelectChoice]:
    return [SelectChoice(letter, words) for letter, words in SECTIONS.items()]


def divisions_of(letters: list[str]) -> list[str]:
    """Every division of two digits in these sections, in order."""
    chosen = set(letters)
    return [division.code for division in sectors.divisions() if sectors.section_of(division.code) in chosen]


def sections_of(divisions: list[str]) -> list[str]:
    """The letters of the sections that hold any of these divisions, in order."""
    found = {sectors.section_of(code) for code in divisions if sectors.sector(code)}
    return [letter for letter in SECTIONS if letter in found]


def in_words(letters: list[str]) -> list[str]:
    return [str(SECTIONS[letter]) for letter in letters if letter in SECTIONS]

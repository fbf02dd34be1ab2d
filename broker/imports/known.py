"""Which business a row is about: what businesses can be recognised by, in tables and in the file itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from models import Business

from ..registration.business.doubles import is_alike, is_same_firm
from .ready import Ready


@dataclass(slots=True)
class Way:
    """How somebody can be reached, of a row that is not kept yet."""

    email: str
    telephone: str
    left_at: None = None


@dataclass(slots=True)
class Foreseen:
    """A row that would become a business: what it can be recognised by, and no more, for there may be many."""

    row: int
    name_key: str
    postcode: str | None
    area_code: str | None
    source_key: str | None
    company_number: str | None
    contacts: tuple[Way, ...] = ()
    source: str = "import"
    name: str = ""

    @classmethod
    def of(cls, ready: Ready) -> "Foreseen":
        contact = ready.more["contact"]
        values = ready.values
        return cls(
            ready.row,
            values["name_key"],
            values.get("postcode"),
            values.get("area_code"),
            ready.source_key,
            values.get("company_number"),
            (Way(contact.email, ""),) if contact and contact.email else (),
        )


Firm = Business | Foreseen
#: So many firms at one postcode are compared by how alike their names are. Where there are more (somebody filled
#: one postcode in for all), the rest must have the very same name or number: comparing all with all takes hours.
CROWDED = 200


@dataclass(slots=True)
class _Index:
    """Firms by what they can be recognised by."""

    postcode: dict[str, list[Firm]] = field(default_factory=dict)
    email: dict[str, list[Firm]] = field(default_factory=dict)
    telephone: dict[str, list[Firm]] = field(default_factory=dict)
    source_key: dict[str, list[Firm]] = field(default_factory=dict)
    name_key: dict[str, list[Firm]] = field(default_factory=dict)
    company_number: dict[str, list[Firm]] = field(default_factory=dict)


class Known:
    """Businesses by what they can be recognised by. ``beyond`` are others that come after them."""

    def __init__(self, firms: Iterable[Firm] = (), beyond: "Known | None" = None) -> None:
        self._index = _Index()
        self._beyond = beyond
        for firm in firms:
            self.add(firm)

    def add(self, firm: Firm) -> None:
        index = self._index
        if firm.postcode and " " in firm.postcode:
            _put(index.postcode, firm.postcode, firm)
        _put(index.name_key, firm.name_key, firm)
        _put(index.source_key, firm.source_key, firm)
        _put(index.company_number, firm.company_number, firm)
        for contact in firm.contacts:
            if contact.left_at is None:
                _put(index.email, contact.email, firm)
                _put(index.telephone, contact.telephone, firm)

    def find(self, ready: Ready) -> Any:
        """The business a row is about: the rule of sign-up, and what its file called it before."""
        name, postcode = ready.values["name_key"], ready.values.get("postcode")
        for other in self._all("source_key", ready.source_key):
            if is_alike(name, other.name_key):
                return other
        contact = ready.more["contact"]
        same_person = next(self._all("email", contact.email if contact else ""), None)
        if same_person is not None:
            return same_person
        if not postcode or " " not in postcode:
            # without a whole postcode only the very same name from an earlier file is the same firm
            same = (other for other in self._all("name_key", name) if other.postcode == postcode)
            return next((other for other in same if other.source == "import" and _one_key(other, ready)), None)
        number = ready.values.get("company_number")
        alike = islice(self._all("postcode", postcode), CROWDED)
        exactly = (*self._all("name_key", name), *self._all("company_number", number))
        there = chain(alike, (other for other in exactly if other.postcode == postcode))
        return next((other for other in there if is_same_firm(other, name, number)), None)  # type: ignore[arg-type]

    def perhaps(self, ready: Ready) -> Business | None:
        """One that is with us and has the same company number, telephone, or name and district."""
        contact = ready.more["contact"]
        area = ready.values.get("area_code")
        same_name = (
            one
            for one in self._all("name_key", ready.values["name_key"])
            if area is None or one.area_code is None or one.area_code == area
        )
        same = (
            *self._all("company_number", ready.values.get("company_number")),
            *self._all("telephone", contact.telephone if contact else ""),
            *same_name,
        )
        return next((one for one in same if isinstance(one, Business) and one.id), None)

    def _all(self, what: str, key: str | None) -> Iterator[Firm]:
        if key:
            yield from getattr(self._index, what).get(key, ())
            if self._beyond is not None:
                yield from self._beyond._all(what, key)


def _put(index: dict[str, list[Firm]], key: str | None, firm: Firm) -> None:
    if not key:
        return
    there = index.setdefault(key, [])
    if not there or there[-1] is not firm:
        there.append(firm)


def _one_key(firm: Firm, ready: Ready) -> bool:
    """Whether nothing says that they are two: two ids of one file do."""
    return firm.source_key is None or ready.source_key is None or firm.source_key == ready.source_key

"""What a work list is narrowed to: all of it stands in the address of the page."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from models.vocabulary import Theme, WorkGroup

#: Whose cases: those that wait for me, or everybody's in my areas.
MINE, ALL = "mine", "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """``what`` is "", "overdue", "people" (put forward by a person), "calls" (to make) or "unsure"
    (least sure first); ``owner`` is MINE or ALL."""

    area: str = ""
    theme: Theme | None = None
    what: str = ""
    owner: str = MINE
    group: WorkGroup | None = None

    @property
    def any(self) -> bool:
        return bool(self.area or self.theme or self.what or self.group or self.owner != MINE)

    @property
    def narrows(self) -> bool:
        """Whether rows of the same owner are left out, apart from other groups."""
        return bool(self.area or self.theme or self.what)

    def within(self, group: WorkGroup | None) -> "Filters":
        return replace(self, group=group)

    def query(self, **more: object) -> str:
        """For an address: ``area=E08000012&theme=HLT``. What says nothing is left out."""
        said = {
            "group": self.group.value if self.group else "",
            "owner": self.owner if self.owner != MINE else "",
            "area": self.area,
            "theme": self.theme.value if self.theme else "",
            "what": self.what,
            **more,
        }
        return urlencode({name: value for name, value in said.items() if value not in ("", None)})

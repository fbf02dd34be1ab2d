"""How large a long test is: small and seeded in `make test`, full in `make soak`.

A test that has a full size carries ``@pytest.mark.soak`` and takes its numbers from ``size``.
"""

import os
from zlib import crc32

FULL = os.environ.get("SOAK") == "1"


def size(small: int, full: int) -> int:
    """``full`` under `make soak`, ``small`` otherwise."""
    return full if FULL else small


def chosen(*words: str, one_in: int = 5) -> bool:
    """Whether this one of many is looked at: each under `make soak`, else one in so many, always the same ones."""
    return FULL or crc32("/".join(words).encode()) % one_in == 0


#: Journeys of officers are walked with JavaScript, and in `make soak` without it too.
OFFICE_JAVASCRIPT = (True, False) if FULL else (True,)

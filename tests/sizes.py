"""How large a long test is: small and seeded in `make test`, full in `make soak`.

A test that has a full size carries ``@pytest.mark.soak`` and takes its numbers from ``size``.
"""

import os

FULL = os.environ.get("SOAK") == "1"


def size(small: int, full: int) -> int:
    """``full`` under `make soak`, ``small`` otherwise."""
    return full if FULL else small

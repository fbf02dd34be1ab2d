"""Small programs around the service, run by `make`; none of them is part of it."""

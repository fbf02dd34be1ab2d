"""How often one address on the network may try. Whole offices share one, so there is room."""

from ..extensions import limiter

#: Passwords and codes.
guesses = limiter.shared_limit("20 per minute; 200 per hour", scope="guesses", methods=["POST"])
#: Anything that makes us send an e-mail with a link.
link_requests = limiter.shared_limit("10 per minute; 60 per hour", scope="link requests", methods=["POST"])

"""A broker signs up: what they know, where, and how many cases they can carry."""

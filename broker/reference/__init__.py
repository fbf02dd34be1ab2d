"""Look-ups of facts: places, deprivation, sectors, working days.

Everything here answers from small tables beside the code (``facts/``) and from two installed
packages of public data; nothing asks the network. Only ``load`` knows the tables of the service.
"""

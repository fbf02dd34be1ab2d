"""The illustrative programme: partnerships, needs, firms and brokers that we made up.

Areas and postcodes are real; firms, people, addresses for e-mail (``.example``) and telephone
numbers (Ofcom's ranges for drama) are not. The files are read by ``read``.
"""

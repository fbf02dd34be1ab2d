"""The service.

The way of the data: a web form writes through ``registration`` into the tables of ``models``;
``suggestions`` reads them into profiles and asks ``matching`` (pure: rules, score, reasons) for
pairings; coordinators decide in ``casework``, which makes matches and ``messages``; ``oversight``
reads it all back for the programme. Each folder imports only those below it (see pyproject.toml).
"""

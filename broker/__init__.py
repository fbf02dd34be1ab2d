"""The service.

The way of the data: a web form writes through ``registration`` into the tables of ``models``;
``suggestions`` reads them into profiles and asks ``matching`` (pure: rules, score, reasons) for
pairings; coordinators decide in ``casework``, which makes matches and ``messages``; both sides answer
in ``matches``, and ``results`` says what came of it; ``cases`` holds whatever waits to its owner and
its day; ``oversight`` reads it all back for the programme. Each folder imports only those below it
(see pyproject.toml).
"""

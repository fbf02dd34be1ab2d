"""Bring businesses and needs in from CSV files: look first, then all or nothing; or try them out
in a database of their own."""

"""The kill test: a process that is killed at every point of a case's life loses nothing and doubles nothing."""

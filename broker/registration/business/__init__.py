"""A business signs up, is shown at once what it could help with, and looks after its own entry."""

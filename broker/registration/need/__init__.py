"""A partnership writes down what would help, sees how far it would reach, and looks after it."""

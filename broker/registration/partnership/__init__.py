"""A partnership registers: who it is, where, who sits on it. Its officer looks after the entry."""

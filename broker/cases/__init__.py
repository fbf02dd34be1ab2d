"""What waits for whom: the log of every entry, and the changes of state that go with it."""

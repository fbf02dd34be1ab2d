"""What people do, in their own words: one class for each kind of visitor."""

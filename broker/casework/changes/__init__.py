"""Changes of life: two entries that are one, a partnership that ends, a business that is sold or stops."""

"""Articles and raw records taken elsewhere."""

"""Which addresses are one page, and how they are sorted."""

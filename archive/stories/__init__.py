"""Stories: articles that are the same text, or the same report in other words."""

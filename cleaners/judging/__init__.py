"""Which lines are the article: trained trees, trafilatura's opinion, the shape of the page."""

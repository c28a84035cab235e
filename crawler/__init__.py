"""The Scrapy project: sources, frontier, one spider, the connection tap, guards, reports."""

"""Plain text, scraped by somebody: its paragraphs, the debris in them, what it is about."""

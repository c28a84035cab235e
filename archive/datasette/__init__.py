"""The archive in Datasette: what it shows, what people ask it, and the local server."""

"""What comes in besides a crawl: files of other tools, and what a killed run left."""

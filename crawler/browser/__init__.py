"""Pages that are made by JavaScript, shown to a Chromium that has no network but us."""

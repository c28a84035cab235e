"""What a page tells of itself: title, people, dates, language, links, pictures, its kind."""

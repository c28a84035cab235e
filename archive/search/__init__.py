"""What people ask for, and the hits that answer it."""

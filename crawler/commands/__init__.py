"""The crawler's commands, one module each."""

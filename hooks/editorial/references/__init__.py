"""Everything about sources: reading, checking, formatting and citing them."""

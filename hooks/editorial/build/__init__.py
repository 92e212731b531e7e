"""How a build runs and what it reports."""

"""Everything about a page: its front matter, its dates, its HTML, its translation."""

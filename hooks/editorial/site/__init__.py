"""What the site has beside its pages: search, links, feeds, data for search engines."""

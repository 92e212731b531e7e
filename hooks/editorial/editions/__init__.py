"""The guide as PDF, EPUB and zip."""

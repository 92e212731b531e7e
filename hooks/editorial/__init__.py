"""The editorial work itself: text in, text or sentences out. Knows nothing of MkDocs."""

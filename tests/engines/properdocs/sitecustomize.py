"""Python imports this at its start, wherever this folder is on its path: whoever asks for MkDocs gets ProperDocs."""

import properdocs.replacement  # noqa: F401

"""The terms of the glossary, and the links that lead to them."""

"""The only part that knows MkDocs: lessons become pages of the site."""

"""The only part that knows MkDocs: it puts the pages where MkDocs wants them."""

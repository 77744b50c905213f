"""HTML and Markdown of the pages, from data and templates; knows no MkDocs."""

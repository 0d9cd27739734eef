"""The shop's pages for people with a browser."""

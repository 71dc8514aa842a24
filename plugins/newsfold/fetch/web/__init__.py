"""Feeds, sitemaps, pages and files over HTTP."""

"""Newsfold: takes in news files, normalizes their headers, folds copies and rewrites, loads them into Postgres."""

__version__ = "0.1.0"

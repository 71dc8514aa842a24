"""Texts that hold documents: exports of press databases, several articles in one file."""

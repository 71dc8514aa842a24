"""Formats of agencies: XML (NITF, NewsML) and telegrams."""

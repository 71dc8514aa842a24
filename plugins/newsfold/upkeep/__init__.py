"""Maintenance of what is stored: refold, learning of boilerplate, retention, maintenance, rebuild."""

"""CSV and JSON: one record a row or an item."""

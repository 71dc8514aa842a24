"""What operators need besides the pages: gates, alerts, metrics, lineage."""

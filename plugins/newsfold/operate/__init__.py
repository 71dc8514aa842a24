"""What operators need beside the pages: gates, alerts, metrics, lineage."""

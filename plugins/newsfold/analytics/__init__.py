"""What analysts get: marts, the daily brief, exports."""

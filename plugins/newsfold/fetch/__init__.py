"""Where files come from: one module per transport, and the raw store that keeps their bytes."""

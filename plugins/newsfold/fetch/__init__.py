"""Where files come from: one module or folder per transport."""

"""Work on what is stored: refold, learn, retention, maintenance, rebuild."""

"""Files from object stores."""

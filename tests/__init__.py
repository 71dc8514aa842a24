"""The tests, and the long ones that are programs too: `python -m tests.long.soak`."""

"""The workspace and the steps of a run: the place that uses all other packages."""

"""Where the rooms meet: the workspace, and the steps of a run."""

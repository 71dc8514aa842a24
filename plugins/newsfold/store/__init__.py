"""Every SQL call of Newsfold. The statements themselves are files under `sql/`."""

"""Every SQL call of Newsfold. The statements are files under `sql/statements/`."""

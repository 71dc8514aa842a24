"""One file or one pair of files, explained for a person."""

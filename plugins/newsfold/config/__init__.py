"""What is declared: sources.toml and its schema, credentials, folders."""

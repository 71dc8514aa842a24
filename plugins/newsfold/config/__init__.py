"""Configuration: sources.toml and its schema, credentials, folders."""

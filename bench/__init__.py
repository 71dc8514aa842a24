"""Benchmarks: `make bench`. They measure the steps as they are, on invented articles, in a database that is thrown away."""

"""Code that needs Airflow and is more than wiring: connections, the gate, messages, metrics, lineage. DAGs import it; the package
`newsfold` never does, and Airflow does not load it as a plugin.
"""

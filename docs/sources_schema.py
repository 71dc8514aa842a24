"""Writes docs/sources.schema.json anew, for editors of dags/sources.toml."""

import json
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "plugins"))

from newsfold.config.sources_schema import sources_schema  # noqa: E402

if __name__ == "__main__":
    text = json.dumps(sources_schema(), indent=2, ensure_ascii=False) + "\n"
    (PROJECT / "docs" / "sources.schema.json").write_text(text, encoding="utf-8")

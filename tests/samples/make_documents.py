"""Makes the samples in `formats/documents/`: one of each kind. `.venv/bin/python -m tests.samples.make_documents`"""

from pathlib import Path

from tests.formats.documents.making import MADE

FOLDER = Path(__file__).parent / "formats" / "documents"
ENDINGS = {"mediawiki": "xml", "wet": "warc.wet"}

for form, make in MADE.items():
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"ferry-{form}.{ENDINGS.get(form, form)}").write_bytes(make())

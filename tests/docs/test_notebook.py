"""The notebook runs from end to end, and each of its plots shows something."""

import shutil
import subprocess
import sys
from pathlib import Path

from newsfold.config.home import project_root

NOTEBOOK = project_root() / "docs" / "notebook.py"


def export(target: Path, database_url: str) -> subprocess.CompletedProcess[str]:
    """Run all cells of a copy, beside which marimo leaves its own files, and write them as a page."""
    copy = shutil.copy(NOTEBOOK, target.parent)
    command = [sys.executable, "-m", "marimo", "export", "html", str(copy), "-o", str(target)]
    command += ["--no-include-code", "--", "--database-url", database_url]
    return subprocess.run(command, cwd=target.parent, capture_output=True, text=True, check=False)


def test_the_notebook_plots_the_samples(tmp_path, sample_analyst_url):
    done = export(tmp_path / "notebook.html", sample_analyst_url)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "notebook.html").read_text(encoding="utf-8").count("vnd.vegalite") == 5


def test_a_plot_of_nothing_says_so(tmp_path, role_url):
    done = export(tmp_path / "notebook.html", role_url("analyst"))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "notebook.html").read_text(encoding="utf-8")
    assert "Nothing is held of this yet" in text
    assert "vnd.vegalite" not in text

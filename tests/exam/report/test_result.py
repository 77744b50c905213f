"""The page that somebody passes on with the folder of a finished exam."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from finished import sit
from tasks import titled

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.result import result_html, write_result
from tfprep.exam.report.results import compose
from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.sitting.state import STATE, load


def test_all_that_a_checker_needs_is_on_one_page(tmp_path: Path) -> None:
    """Scores, digests and the command; no script, no host, nothing of the secret."""
    desk = sit(tmp_path / "exam")
    sitting = load(desk.workspace)
    report = compose(sitting, desk.tasks, Guide())
    page = write_result(report, sitting, desk.tasks, desk.workspace)
    html = page.read_text("utf-8")
    text = " ".join(BeautifulSoup(html, "html.parser").get_text().split())

    for task in desk.tasks:
        best = sitting.best(task.name)
        assert best is not None
        assert best.sha256 in text
        assert best.file in text
        assert f"{task.spec.category}: {task.spec.title}" in text
        assert task.spec.summary in text
    assert "best of 2" in text
    assert "22 November 2026, 09:00 UTC" in text
    assert "tfprep exam verify" in text
    assert hashlib.sha256((desk.workspace / STATE).read_bytes()).hexdigest() in text
    assert sitting.secret not in html
    assert "<script" not in html
    assert "http://" not in html.replace("http-equiv", "")
    assert "https://" not in html


def test_nothing_of_an_exam_becomes_markup(tmp_path: Path) -> None:
    """A title or a remark is shown as it is written."""
    desk = sit(tmp_path / "exam")
    sitting = load(desk.workspace)
    odd = "<script>alert(1)</script> & {{ 7 * 7 }}"
    tasks = [titled(desk.tasks[0], odd), desk.tasks[1]]
    sitting = sitting.model_copy(update={"remarks": (odd,)})
    report = compose(sitting, tasks, Guide())
    html = result_html(report, sitting, tasks)

    assert "<script" not in html
    assert BeautifulSoup(html, "html.parser").get_text().count(odd) == 2


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_anybody_can_take_a_model_s_digest(tmp_path: Path) -> None:
    """That of an exported folder is the one of its list, as sha256sum writes one."""
    folder = tmp_path / "model"
    for name in ("saved_model.pb", "variables/a", "variables/a-b", "assets/Z", "é"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    script = (
        "cd model && find . -type f -printf '%P\\n' | LC_ALL=C sort "
        "| xargs sha256sum | sha256sum"
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.split()[0] == digest(folder)

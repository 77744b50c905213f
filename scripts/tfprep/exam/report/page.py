"""Write a report: one page to read and print, and the same as data."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from tfprep.content.dates import long_date
from tfprep.exam.report import plots
from tfprep.exam.report.parts import (
    SHAKY,
    SOLID,
    STATES,
    Place,
    Repeat,
    Report,
    SkillResult,
)
from tfprep.exam.report.words import (
    clock_time,
    headline,
    say_all,
    say_points,
    zone_name,
)
from tfprep.exam.sitting.points import PASS
from tfprep.exam.taskspec.task import CATEGORIES
from tfprep.exam.templates import render
from tfprep.files import write_atomically
from tfprep.problems import count


def write_report(report: Report, workspace: Path, history: Path) -> Path:
    """Write report.html and report.json, and remember the sitting; the HTML's path.

    Raises:
        OSError: the workspace can't be written.
    """
    text = report.model_dump_json(indent=1) + "\n"
    write_atomically(workspace / "report.json", text)
    page = workspace / "report.html"
    write_atomically(page, report_html(report))
    if not history.is_absolute():
        return page  # nobody knows where this user's home is
    try:
        history.mkdir(parents=True, exist_ok=True)
        write_atomically(history / _name(report), text)
    except OSError:
        pass  # a home that can't be written: the workspace has it all the same
    return page


def report_html(
    report: Report,
    zone: tzinfo | None = None,
    *,
    site: str = "",
    is_sample: bool = False,
) -> str:
    """The page.

    Args:
        report: all that it shows.
        zone: in which times are shown; by default that of this machine.
        site: the address of a copy of the course's pages, to which it links; by default
            to where the report says that they are.
        is_sample: whether the page says that it is a sample, and leads back to the
            site's page on the exam, which stands in its folder.
    """
    return render(
        "report.html.j2",
        report=report,
        headline=headline(report),
        is_sample=is_sample,
        address=partial(_address, site=site),
        states=STATES,
        marks={"passing": PASS, "solid": SOLID, "shaky": SHAKY},
        categories=CATEGORIES,
        plots=plots,
        size=plots,
        date=partial(_say_date, zone=zone),
        time=partial(clock_time, zone=zone),
        zone=zone_name(report.started, zone),
        points=say_points,
        all_of=say_all,
        count=count,
    )


def served_html(workspace: Path, site: str) -> str:
    """The page of a workspace's report, which leads to a copy of the site.

    A report of another version is given as it was written.

    Args:
        workspace: the exam's folder.
        site: the address of the copy, with a slash at its end.

    Raises:
        OSError: there is no report, or it can't be read.
    """
    written = (workspace / "report.html").read_text("utf-8")
    try:
        data = (workspace / "report.json").read_bytes()
        return report_html(Report.model_validate_json(data), site=site)
    except (OSError, ValidationError):
        return written


def _address(thing: Place | Repeat | SkillResult, site: str) -> str:
    return f"{site}{thing.page}" if site and thing.page else thing.address


def _name(report: Report) -> str:
    return f"{report.started:%Y%m%dT%H%M%S}-{report.seed}.json"


def _say_date(when: date, *, weekday: bool = False, zone: tzinfo | None = None) -> str:
    """A date as 22 November 2026, or as Sunday, 22 November 2026."""
    day = when.astimezone(zone).date() if isinstance(when, datetime) else when
    return f"{day:%A}, {long_date(day)}" if weekday else long_date(day)

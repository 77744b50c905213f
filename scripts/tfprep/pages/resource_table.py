"""The table of resources, readable as plain rows, and the filter above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from tfprep.content.dates import long_date
from tfprep.content.resources import FACETS, Resource, Resources
from tfprep.pages.templates import render
from tfprep.problems import did_you_mean

HEADINGS = ("Resource", "What it is", "Good for", "Last seen")
WORDS = {"maths": "math and Python", "unverified": "not verified"}
"""What the page says where it differs from the data."""
FRAMEWORKS = {
    "tensorflow": "TensorFlow",
    "pytorch": "PyTorch",
    "any": "several frameworks",
}


def resource_table(resources: Resources, **only: str) -> str:
    """The resources as one HTML table below its filter.

    Args:
        resources: the whole list.
        only: leave out the rest, by topic, kind, level, cost or status, such as
            kind="practice".

    Raises:
        ValueError: nothing is filtered by this name, or no resource has this value.
    """
    chosen = list(resources.resources)
    for name, value in only.items():
        _check(name, value)
        chosen = [each for each in chosen if value in map(_mark, each.facets[name])]
    if not chosen:
        raise ValueError(f"got no resource for {only}, expected one at least")
    rows = [_row(resource) for resource in chosen]
    offered = _offered(chosen)
    return render("resource_table", headings=HEADINGS, rows=rows, offered=offered)


def _check(name: str, value: str) -> None:
    """Refuse a filter that can only be a slip of the pen."""
    if name not in FACETS:
        names = ", ".join(FACETS)
        meant = did_you_mean(name, FACETS)
        raise ValueError(f"got the filter {name!r}, expected one of {names}.{meant}")
    known = [_mark(word) for word in FACETS[name]]
    if value not in known:
        meant = did_you_mean(value, known)
        words = ", ".join(known)
        raise ValueError(f"got {name}={value!r}, expected one of {words}.{meant}")


def _mark(value: str) -> str:
    """A value as attributes and addresses have it: without spaces."""
    return value.replace(" ", "-")


def _offered(chosen: Sequence[Resource]) -> dict[str, dict[str, str]]:
    """What the filter offers: for each facet the values that some row has, in words.

    It stands in the page, so that nothing moves when the script has come.
    """
    had = {name: {x for each in chosen for x in each.facets[name]} for name in FACETS}
    return {
        name: {_mark(x): WORDS.get(x, x) for x in values if x in had[name]}
        for name, values in FACETS.items()
    }


def _row(resource: Resource) -> dict[str, object]:
    """What a row shows that doesn't stand in the data as it is."""
    status = WORDS.get(resource.status, resource.status).capitalize()
    host = urlsplit(resource.source_url or "").netloc.removeprefix("www.")
    return {
        "resource": resource,
        "facets": {k: [*map(_mark, v)] for k, v in resource.facets.items()},
        "host": host,
        "chips": _chips(resource),
        "facts": _facts(resource),
        "status": status,
        "day": short_date(resource.seen) if resource.seen else "",
    }


def _chips(resource: Resource) -> list[str]:
    """Kinds, level and cost: what a reader chooses by."""
    cost = resource.cost.replace("not verified", "cost not verified")
    if resource.price:
        cost += f" ({resource.price})"
    level = "all levels" if len(resource.level) == 3 else ", ".join(resource.level)
    return [*resource.kind, level, cost]


def _facts(resource: Resource) -> str:
    """Topics, length, framework and license."""
    framework = FRAMEWORKS[resource.framework] if resource.framework else ""
    topics = ", ".join(WORDS.get(topic, topic) for topic in resource.topics)
    said = [topics, resource.length, framework, f"license: {resource.licence}"]
    return "; ".join(filter(None, said))


def short_date(seen: str) -> str:
    """A year, a month or a day, as precise as it is known."""
    precision = seen.count("-")
    day = date.fromisoformat(seen + "-01" * (2 - precision))
    return (str(day.year), f"{day:%B %Y}", long_date(day))[precision]

"""The table of resources, readable as plain rows and ready to be filtered."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from tfprep.content.dates import long_date
from tfprep.content.resources import Resource, Resources
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
    """The resources as one HTML table.

    Args:
        resources: the whole list.
        only: leave out the rest, by topic, kind, level, cost or status, such as
            kind="practice".

    Raises:
        ValueError: nothing is filtered by this name, or no resource has this value.
    """
    chosen = list(resources.resources)
    for name, value in only.items():
        _check(resources, name, value)
        chosen = [resource for resource in chosen if value in facets(resource)[name]]
    if not chosen:
        raise ValueError(f"got no resource for {only}, expected one at least")
    rows = [_row(resource) for resource in chosen]
    return render("resource_table", headings=HEADINGS, rows=rows)


def facets(resource: Resource) -> dict[str, list[str]]:
    """What a resource can be filtered by; a value has no spaces."""
    values: dict[str, list[str]] = {
        "topic": list(resource.topics),
        "level": list(resource.level),
        "kind": list(resource.kind),
        "cost": resource.cost.split(" and "),
        "status": [resource.status],
    }
    return {k: [word.replace(" ", "-") for word in v] for k, v in values.items()}


def _check(resources: Resources, name: str, value: str) -> None:
    """Refuse a filter that can only be a slip of the pen."""
    known: dict[str, set[str]] = {}
    for resource in resources.resources:
        for facet, values in facets(resource).items():
            known.setdefault(facet, set()).update(values)
    if name not in known:
        names = ", ".join(known)
        meant = did_you_mean(name, known)
        raise ValueError(f"got the filter {name!r}, expected one of {names}.{meant}")
    if value not in known[name]:
        words = ", ".join(sorted(known[name]))
        meant = did_you_mean(value, known[name])
        raise ValueError(f"got {name}={value!r}, expected one of {words}.{meant}")


def _row(resource: Resource) -> dict[str, object]:
    """What a row shows that doesn't stand in the data as it is."""
    status = WORDS.get(resource.status, resource.status).capitalize()
    host = urlsplit(resource.source_url or "").netloc.removeprefix("www.")
    return {
        "resource": resource,
        "facets": facets(resource),
        "host": host,
        "facts": _facts(resource),
        "status": status,
        "day": short_date(resource.seen) if resource.seen else "",
    }


def _facts(resource: Resource) -> list[str]:
    """Kind and level, topics, cost and length, framework and license: four lines."""
    cost = resource.cost.replace("not verified", "cost not verified")
    if resource.price:
        cost += f" ({resource.price})"
    framework = FRAMEWORKS[resource.framework] if resource.framework else ""
    level = "all levels" if len(resource.level) == 3 else ", ".join(resource.level)
    lines = [
        [", ".join(resource.kind).capitalize(), level],
        [", ".join(WORDS.get(topic, topic) for topic in resource.topics)],
        [cost, resource.length or ""],
        [framework, f"license: {resource.licence}"],
    ]
    return ["; ".join(filter(None, line)) for line in lines]


def short_date(seen: str) -> str:
    """A year, a month or a day, as precise as it is known."""
    precision = seen.count("-")
    day = date.fromisoformat(seen + "-01" * (2 - precision))
    return (str(day.year), f"{day:%B %Y}", long_date(day))[precision]

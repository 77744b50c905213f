"""The table of resources, readable as plain rows and ready to be filtered."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlsplit

from tfprep.content.dates import long_date
from tfprep.content.resources import Resource, Resources
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
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    rows = [_row(resource) for resource in chosen]
    return "\n".join(
        [
            '<table class="resources">',
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody>",
            "</table>",
        ]
    )


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


def _row(resource: Resource) -> str:
    data = "".join(
        f' data-{name}="{escape(" ".join(values))}"'
        for name, values in facets(resource).items()
    )
    return (
        f'<tr id="{escape(resource.id)}"{data}>'
        f'<th scope="row">{_who(resource)}</th>'
        f'<td class="facts">{_facts(resource)}</td>'
        f'<td class="good">{_good(resource)}</td>'
        f'<td class="seen">{_seen(resource)}</td></tr>'
    )


def _who(resource: Resource) -> str:
    parts = [_link(resource.url, resource.title), _span("by", resource.author)]
    if resource.source_url:
        host = urlsplit(resource.source_url).netloc.removeprefix("www.")
        link = _link(resource.source_url, host)
        parts.append(f'<span class="also">also on {link}</span>')
    return " ".join(parts)


def _facts(resource: Resource) -> str:
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
    return "<br>".join(escape("; ".join(filter(None, line))) for line in lines)


def _good(resource: Resource) -> str:
    parts = [escape(resource.good_for)]
    if resource.note:
        parts.append(_span("note", resource.note))
    if resource.article:
        parts.append(_span("note", "Named in the guide of 2020."))
    return " ".join(parts)


def _seen(resource: Resource) -> str:
    """The status in words, and the date of the newest evidence."""
    status = WORDS.get(resource.status, resource.status).capitalize()
    mark = escape(status) if status == "Alive" else f"<strong>{escape(status)}</strong>"
    if resource.seen is None:
        return mark
    day = f'<time datetime="{resource.seen}">{short_date(resource.seen)}</time>'
    return f"{mark}, {day}"


def short_date(seen: str) -> str:
    """A year, a month or a day, as precise as it is known."""
    precision = seen.count("-")
    day = date.fromisoformat(seen + "-01" * (2 - precision))
    return (str(day.year), f"{day:%B %Y}", long_date(day))[precision]


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def _span(kind: str, text: str) -> str:
    return f'<span class="{kind}">{escape(text)}</span>'

"""What a page shows of outputs, and what it can't."""

import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tfprep.execution.shown import Cleaner, figure_type, refusal

FOLDER = Path("/scratch/tfprep-x1y2/tmpab")
CLEANER = Cleaner(FOLDER)


def display(kind: str, value: Any = "x") -> dict[str, Any]:
    return {"output_type": "display_data", "data": {kind: value}, "metadata": {}}


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{FOLDER}/cwd/data/a.csv", "data/a.csv"),
        (f"in {FOLDER}/cwd", "in ."),
        (f"{FOLDER}/home/.keras", "~/.keras"),
        (f"{FOLDER}/home/tmp/model", "/tmp/model"),  # noqa: S108
        (
            f"{FOLDER}/home/tmp/ipykernel_12/345.py:2: UserWarning",
            "<cell>:2: UserWarning",
        ),
        ("/opt/v/lib/python3.11/site-packages/keras/x.py:7:", "…/keras/x.py:7:"),
        ("C:\\v\\site-packages\\keras\\x.py", "…/keras\\x.py"),
        (f"{sysconfig.get_path('stdlib')}/json/decoder.py", "…/json/decoder.py"),
        (f"{sys.executable} -m pip", "python -m pip"),
        (f"{Path.home()}/models", "~/models"),
        (f"{Path.home()}x", f"{Path.home()}x"),
    ],
)
def test_no_path_of_this_machine_is_shown(text: str, shown: str) -> None:
    """Printed, in a value or in HTML: a path says what a reader can use."""
    output = CLEANER.clean(printed(f"{text}\n"))
    value = CLEANER.clean(display("text/html", f"<b>{text}</b>"))

    assert output is not None
    assert output["text"] == f"{shown}\n"
    assert value is not None
    assert value["data"]["text/html"] == f"<b>{shown}</b>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x07\x7f", "a␀b␇␡"),
        ("\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m"),
        ("\x1b[2J\x1b[1;1Hclear", "clear"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\text", "text"),
        ("two\r\nlines\r", "two\nlines"),
        ("half \ud800, C1 \x9b", "half �, C1 �"),
        ("tab\there, größer 你好 🙂", "tab\there, größer 你好 🙂"),
    ],
)
def test_only_colors_are_left_of_what_controls_a_terminal(
    text: str, shown: str
) -> None:
    """Control characters become their pictures, commands to a terminal go."""
    output = CLEANER.clean(printed(text))

    assert output is not None
    assert output["text"] == shown


def test_what_is_no_text_becomes_text() -> None:
    """Lines become one text, and a number its digits; nothing at all is left out."""
    lines = CLEANER.clean(display("text/html", ["<b>", "5</b>"]))
    number = CLEANER.clean(display("text/plain", 5))

    assert lines is not None
    assert lines["data"] == {"text/html": "<b>5</b>"}
    assert number is not None
    assert number["data"] == {"text/plain": "5"}
    assert CLEANER.clean({"output_type": "display_data", "data": {}}) is None


def test_pictures_are_left_alone() -> None:
    """What is encoded in base64 holds no path, and no change."""
    data = display("image/png", "aGFuZHM=")

    assert CLEANER.clean(data) == data


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.jupyter.widget-view+json",
        "application/vnd.plotly.v1+json",
        "application/vnd.vegalite.v5+json",
        "application/javascript",
        "application/pdf",
        "application/json",
        "text/x-unheard-of",
    ],
)
def test_what_no_page_shows_is_refused_by_name(kind: str) -> None:
    """Another type beside it doesn't help: the page would show something else."""
    output = display(kind)
    output["data"]["text/plain"] = "Slider(value=3)"

    assert f"got {kind}, expected one of text/html" in refusal(output)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("text/html", '<iframe src="https://example.com">', "has a <iframe>"),
        ("text/html", "<SCRIPT>alert(1)</SCRIPT>", "has a <script>"),
        ("text/html", '<img src="https://x.org/a.png">', "loads 'https://x.org/a.png'"),
        ("text/html", "<img src=//x.org/a.png>", "loads '//x.org/a.png'"),
        ("text/html", '<img src="a.png">', "loads 'a.png'"),
        ("text/html", '<img srcset="HTTPS://x.org/a.png 2x">', "loads 'HTTPS:"),
        ("text/html", '<link rel=stylesheet href="http://x/a.css">', "loads 'http:"),
        ("text/html", "<style>@import 'http://x/a.css'</style>", "loads 'http:"),
        ("text/html", '<b style="background: url(http://x/a)">', "loads 'http:"),
        ("text/html", '<p onclick="alert(1)">', "runs JavaScript (onclick)"),
        ("text/html", '<a href="JavaScript:alert(1)">', "runs JavaScript (a link)"),
        ("text/html", '<object data="a.pdf">', "has a <object>"),
        ("text/html", "<a href='x.txt'>x</a>", "links to 'x.txt', no page"),
        ("text/markdown", "![a](https://x.org/a.png)", "loads 'https:"),
        ("image/svg+xml", '<svg><image href="http://x/a.png"/></svg>', "loads 'http:"),
        ("image/svg+xml", '<svg><use xlink:href="b.svg#c"/></svg>', "loads 'b.svg#c'"),
    ],
)
def test_what_reaches_out_is_refused(kind: str, text: str, words: str) -> None:
    """A page asks no other host, has no file beside it, and runs no script."""
    assert words in refusal(display(kind, text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text/html", '<table border="1"><tr><td>5</td></tr></table>'),
        ("text/html", '<a href="https://x.org">a link</a> <a href="#top">up</a>'),
        ("text/html", '<img src="data:image/png;base64,aGk=">'),
        ("text/html", "<style scoped>.dataframe tbody {color: red}</style>"),
        ("text/markdown", "**bold** [a link](https://x.org) and $x^2$"),
        ("text/plain", "<script> is only text here"),
        (
            "image/svg+xml",
            '<svg xmlns="http://www.w3.org/2000/svg"><g clip-path="url(#p1)"/>'
            '<use xlink:href="#m1"/><image xlink:href="data:image/png,x"/></svg>',
        ),
    ],
)
def test_what_stands_for_itself_is_shown(kind: str, text: str) -> None:
    """Tables, links that somebody clicks, and figures of Matplotlib are fine."""
    assert refusal(display(kind, text)) == ""


def test_figures_of_every_kind_count() -> None:
    """SVG, PNG, JPEG, GIF and WebP are figures; a table is none."""
    kinds = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]

    assert [figure_type(display(kind)) for kind in kinds] == kinds
    assert figure_type(display("text/html")) is None

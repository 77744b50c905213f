"""Outputs as pages show them."""

import base64
import struct
from typing import Any

import pytest
from bs4 import BeautifulSoup
from projects import REPOSITORY, executed, printed

from tfprep.execution.inside_kernel import INK
from tfprep.lessons.cells import Cell, Role
from tfprep.pages.outputs import INK_ON_DARK, INK_ON_LIGHT, Results, example_html

SVG = (
    f'<?xml version="1.0"?><svg width="360pt" height="180.5pt"><g fill="{INK}"/></svg>'
)


def displayed(**data: Any) -> dict[str, Any]:
    """A display of these types; an underscore stands for the slash."""
    types = {name.replace("_", "/", 1): value for name, value in data.items()}
    return {"output_type": "display_data", "data": types, "metadata": {}}


def block(*outputs: dict[str, Any]) -> BeautifulSoup:
    """The block of a cell with these outputs."""
    return BeautifulSoup(example_html("x", outputs), "html.parser")


def test_code_and_all_outputs_stand_in_one_block() -> None:
    """Whatever the kinds of the outputs, none replaces the code or another one."""
    found = block(
        printed("said\n"),
        displayed(text_markdown="**bold** and $x$\n\n## A heading"),
        displayed(text_html="<table><tr><td>1</td></tr></table>"),
        displayed(text_latex=r"$\frac{1}{2}$"),
        displayed(text_plain="42"),
    )

    assert found.select_one(".example > .highlight") is not None
    assert [tag.name for tag in found.select(".example > .output > *")] == [
        *("pre", "p", "p", "table", "p", "pre"),
    ]
    assert len(found.select("math")) == 2


def test_without_outputs_there_is_no_frame_for_them() -> None:
    """A cell that prints nothing is its code."""
    assert block().select(".output") == []


def test_colors_of_a_terminal_become_classes() -> None:
    """The style sheet knows them; no other control characters reach the page."""
    (text,) = block(printed("\x1b[31mred\x1b[0m plain <b>\n")).select(".output pre")

    assert text.get_text() == "red plain <b>"
    assert [str(span) for span in text.select("span")] == [
        '<span class="ansi-red-fg">red</span>'
    ]
    assert block(printed("\x1b[38;5;34mx\x1b[0m")).select("[style]") == []


def test_warnings_look_like_warnings() -> None:
    """What goes to standard error, and a traceback, have a class of their own."""
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["E: no"]}
    found = block({**printed("careful"), "name": "stderr"}, error)

    assert [pre.get_text() for pre in found.select("pre.output-warning")] == [
        "careful",
        "E: no",
    ]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<h2 id='x'>Heading</h2>", "<p><strong>Heading</strong></p>"),
        ("<p onclick='alert(1)' style='color: red'>text</p>", "<p>text</p>"),
        ("<script>alert(1)</script><b>x</b>", "<b>x</b>"),
        ("<style>p {color: red}</style><p>x</p>", "<p>x</p>"),
        ("<div><table border='1' class='dataframe'>", "<div><table></table></div>"),
        ("</div></div><p>x", "<p>x</p>"),
        (
            "<table><tbody><tr><th></th><th>a</th></tr></tbody></table>",
            "<table><tbody><tr><td></td><th>a</th></tr></tbody></table>",
        ),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<input><form action='//x'>x</form>", "x"),
        ("<!-- a comment -->x", "x"),
    ],
)
def test_html_of_an_output_does_a_page_no_harm(html: str, shown: str) -> None:
    """It keeps its text and tables; it runs, styles, names and leaves open nothing."""
    found = block(displayed(text_html=html)).select_one(".output")

    assert found is not None
    assert found.decode_contents().strip() == shown


def test_colored_tables_are_shown_as_text() -> None:
    """Keras' colored summaries are text as well, which any scheme can show."""
    found = block(displayed(text_html="<pre style='x'>t</pre>", text_plain="t"))

    assert [str(pre) for pre in found.select(".output pre")] == [
        '<pre tabindex="0">t</pre>'
    ]


def test_figures_become_files_with_their_text() -> None:
    """A figure is a file of its own, sized in CSS pixels, lazy, with escaped alt."""
    cell = Cell(Role.CODE, "draw()", 1, alt=('A "line"', "A photo"))
    jpeg = base64.b64encode(b"jpeg").decode()
    drawn = executed(
        "a/b", displayed(**{"image_svg+xml": SVG}), displayed(image_jpeg=jpeg)
    )
    results = Results(drawn)
    first, second = block(*results.of(cell)).select("img")

    assert results.figures.keys() == {"figure-1.svg", "figure-2.jpg"}
    assert results.figures["figure-2.jpg"] == b"jpeg"
    assert (first["src"], first["alt"]) == ("figure-1.svg", 'A "line"')
    assert (first["width"], first["height"]) == ("480", "241")
    assert (second["src"], second["alt"]) == ("figure-2.jpg", "A photo")
    assert first["loading"] == second["loading"] == "lazy"


def test_the_figures_of_a_slider_stand_together() -> None:
    """Each has its value as a caption; what is printed above stays above."""
    alt, states = ("A line", "A curve"), ("0.1", '<"1">')
    cell = Cell(Role.CODE, "x", 1, alt=alt, slider="Rate", states=states)
    figures = [displayed(**{"image_svg+xml": SVG})] * 2
    results = Results(executed("a/b", printed("said\n"), *figures))
    output = block(*results.of(cell)).select_one(".output")

    assert output is not None
    text, slider = output.find_all(recursive=False)
    assert (text.name, slider["aria-label"]) == ("pre", "Rate")
    assert [figure["data-state"] for figure in slider.select("figure")] == [*states]
    assert [figure.get_text() for figure in slider.select("figure")] == [
        "Rate: 0.1",
        'Rate: <"1">',
    ]
    assert [image["alt"] for image in slider.select("figure > img")] == [*alt]


def test_a_picture_keeps_its_place_while_it_loads() -> None:
    """Its size is what the code asked for, or what the picture says of itself."""
    header = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
    own = displayed(image_png=base64.b64encode(header).decode())
    asked = {**own, "metadata": {"image/png": {"width": 300}}}
    results = Results(executed("a/b", own, asked))
    first, second = block(*results.of(Cell(Role.CODE, "x", 1))).select("img")

    assert (first["width"], first["height"]) == ("640", "480")
    assert (second["width"], second.get("height")) == ("300", None)


def test_the_ink_of_a_figure_follows_the_scheme() -> None:
    """One grey can't be read on both schemes, so each scheme gets its own."""
    results = Results(executed("a/b", displayed(**{"image_svg+xml": SVG})))
    results.of(Cell(Role.CODE, "draw()", 1, alt=("A line",)))
    svg = results.figures["figure-1.svg"].decode()

    assert INK not in svg
    assert 'fill="var(--ink)"' in svg
    assert "prefers-color-scheme:dark" in svg


def test_live_pages_draw_in_the_same_ink() -> None:
    """Their script adapts figures as the static pages do, to the same colors."""
    script = (REPOSITORY / "docs/assets/live/outputs.js").read_text("utf-8")

    for name, color in (
        ("INK", INK),
        ("INK_ON_LIGHT", INK_ON_LIGHT),
        ("INK_ON_DARK", INK_ON_DARK),
    ):
        assert f'const {name} = "{color}";' in script

"""The glossary's page, and the links to it."""

import re
import subprocess
import sys
from os import environ
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from projects import REPOSITORY, TinyCourse

from tfprep.content.glossary import Glossary, Term, read_glossary
from tfprep.pages.terms import anchor, glossary_list, link_terms

TINY = Glossary(
    terms=(
        Term(
            term="batch",
            definition='The examples "at once", if `n > 1`.',
            see=("batch size", "MAE"),
        ),
        Term(term="batch size", definition="How many examples there are in a batch."),
        Term(
            term="MAE",
            also=("mean absolute error", "MAEs"),
            definition="The mean error.",
        ),
        Term(term="model", definition="What is trained.", quiet=True),
        Term(term="SavedModel", definition="A folder."),
    )
)


def linked(html: str, glossary: Glossary = TINY) -> str:
    """The content with its links, written as [word](href) and without a title."""
    html = link_terms(html, glossary, lambda name: f"g/#{name}")
    return re.sub(
        r'<a class="term" href="([^"]*)" title="[^"]*">([^<]*)</a>', r"[\2](\1)", html
    )


@pytest.fixture(scope="module")
def real() -> Glossary:
    """The glossary of the site."""
    return read_glossary(REPOSITORY / "docs/data/glossary.yml")


def test_the_first_mention_only() -> None:
    """Each term is linked once, under whichever of its names comes first."""
    html = "<p>A batch.</p><p>The Mean Absolute\nError, or MAE, of a batch.</p>"

    assert linked(html) == (
        "<p>A [batch](g/#batch).</p>"
        "<p>The [Mean Absolute\nError](g/#mae), or MAE, of a batch.</p>"
    )


def test_the_longest_term_wins() -> None:
    """Words inside a longer term are not linked by themselves."""
    assert linked("The batch size of a batch") == (
        "The [batch size](g/#batch-size) of a [batch](g/#batch)"
    )
    assert linked("a batch sized 3") == "a [batch](g/#batch) sized 3"


@pytest.mark.parametrize(
    "text",
    [
        "batches",
        "a mini-batch",
        "batch-wise",
        "rebatch",
        "batch_size",
        "batch.png",
        "keras.batch",
        "batch()",
        "data/batch/1",
        "&batch;",
        "#batch",
    ],
)
def test_parts_of_words_and_names_stay(text: str) -> None:
    """Only whole words are linked: no other forms, file names, paths or calls."""
    assert linked(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize("text", ["(batch)", "batch,", "“batch”", "batch.", "Batch's"])
def test_marks_around_a_word_do_not_matter(text: str) -> None:
    """A word may stand in brackets, in quotes or at the end of a sentence."""
    assert "](g/#batch)" in linked(f"<p>{text}</p>")


def test_abbreviations_keep_their_capitals() -> None:
    """MAE and SavedModel are linked as they are spelled, other terms in any case."""
    assert linked("mae, maes, savedmodel") == "mae, maes, savedmodel"
    assert linked("MAEs") == "[MAEs](g/#mae)"
    assert linked("SavedModel") == "[SavedModel](g/#savedmodel)"
    assert linked("BATCH") == "[BATCH](g/#batch)"


def test_quiet_terms_are_never_linked() -> None:
    """A quiet term stands in the glossary only."""
    assert linked("The model.") == "The model."
    assert 'id="model"' in glossary_list(TINY, {})


@pytest.mark.parametrize(
    "html",
    [
        '<a href="x">a <b>batch</b></a>',
        "<pre><code>a batch</code></pre>",
        "<code>batch</code>",
        '<h2 id="batch">The batch</h2>',
        "<script>batch</script>",
        "<style>batch</style>",
        "<math><mi>batch</mi></math>",
        "<svg><text>batch</text></svg>",
        "<summary>A batch</summary>",
        "<BUTTON>batch</BUTTON>",
        "<samp>batch</samp>",
        "<kbd>batch</kbd>",
        "<label>batch</label>",
        '<table class="resources"><tr><td>batch</td></tr></table>',
        '<p class="lesson-facts">batch <em>batch</em></p>',
        '<p class="lesson-do">batch</p>',
        '<p class="verdict refusal">batch</p>',
        '<span class="md-button">batch</span>',
        '<div class="output"><div><div>batch</div></div> batch</div>',
        "<!-- batch -->",
        '<img alt="a > batch" title=\'the "batch"\'>',
    ],
)
def test_only_running_text_is_linked(html: str) -> None:
    """Code, links, headings and controls stay as they are; the text after is linked."""
    assert linked(html) == html
    assert linked(f"{html} batch") == f"{html} [batch](g/#batch)"
    assert linked(f"<div>{html}</div>batch") == f"<div>{html}</div>[batch](g/#batch)"


def test_an_element_without_an_end_hides_nothing() -> None:
    """A class on an image or a line break doesn't swallow the rest of the page."""
    html = '<p><img class="output" src="x.svg"><br> batch</p>'

    assert "[batch]" in linked(html)


def test_words_with_similar_tags_are_linked() -> None:
    """Elements whose names begin like those of code or links are running text."""
    for name in ("abbr", "article", "p", "strong", "section", "tbody", "aside"):
        assert "[batch]" in linked(f"<{name}>batch</{name}>")


def test_the_definition_is_escaped_in_the_title() -> None:
    """The title holds the definition without marks; nothing breaks out of it."""
    html = link_terms("<p>3 &lt; 4 &amp; batch</p>", TINY, lambda name: f'/"&{name}')

    assert html == (
        '<p>3 &lt; 4 &amp; <a class="term" href="/&#34;&amp;batch" '
        'title="The examples &#34;at once&#34;, if n &gt; 1.">batch</a></p>'
    )


def test_nothing_but_links_is_added(real: Glossary) -> None:
    """Without its links the page is what it was, to the letter."""
    html = (
        "<h1>Loss</h1>\n<p>The loss &mdash; or <em>MSE</em> — of an epoch; a\n"
        "learning\nrate, an İstanbul LSTM, 1 < 2 and <b>overfitting</b></p>\n"
        '<details class="fold"><summary>Loss</summary><p>The gradient</p></details>\n'
        '<div class="output"><table><tr><td>loss</td></tr></table></div>'
        "<ul><li>a convolution</li></ul>\n"
    )
    new = link_terms(html, real, lambda name: name)
    soup = BeautifulSoup(new, "html.parser")
    links = {link.get_text() for link in soup.select("a.term")}

    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", new) == html
    assert soup.get_text() == BeautifulSoup(html, "html.parser").get_text()
    assert {"loss", "MSE", "epoch", "overfitting", "gradient", "convolution"} <= links


def test_an_empty_page_or_a_quiet_glossary_does_no_harm() -> None:
    """Where there is nothing to link, nothing changes."""
    quiet = Glossary(terms=(Term(term="model", definition="It.", quiet=True),))

    assert linked("") == ""
    assert linked("<p>A model.</p>", quiet) == "<p>A model.</p>"


PIECES = (
    "batch", "MAE", " ", "mean absolute error", "&amp;", "&", "<", ">", "<b>", "</b>",
    "<p>", "</p>", '<a href="x">', "</a>", "<code>", "</code>", "<!-- ", " -->", '"',
    "<pre", '<div class="output">', "</div>", "İ", "ß", "\n", "<br/>", "`", "'",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12))
def test_links_change_no_text(pieces: list[str]) -> None:
    """Whatever the HTML, broken or not: without the links it is what it was."""
    html = "".join(pieces)
    new = link_terms(html, TINY, lambda name: f"g/#{name}")

    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", new) == html


def test_the_page_lists_terms_by_letter() -> None:
    """A row of letters, and under each its terms with definition and relatives."""
    page = glossary_list(TINY, {})
    soup = BeautifulSoup(page, "html.parser")
    row = {link.get_text(): link["href"] for link in soup.select("nav a")}
    entry = soup.select_one("dd")

    assert row == {"B": "#b", "M": "#m", "S": "#s"}
    assert re.findall("^## (.)$", page, re.MULTILINE) == ["B", "M", "S"]
    assert [dt["id"] for dt in soup.select("dl.glossary dt")] == [
        anchor(term.term) for term in TINY.terms
    ]
    assert entry is not None
    assert entry.get_text() == (
        'The examples "at once", if n > 1. See batch size, MAE.'
    )
    assert [link["href"] for link in entry.select("a")] == ["#batch-size", "#mae"]
    assert "<code>n &gt; 1</code>" in page


def test_a_term_leads_to_the_lesson_that_explains_it(course: TinyCourse) -> None:
    """By its title; a term that no lesson explains says nothing of one."""
    page = glossary_list(TINY, {"MAE": course.lesson("basics/one")})
    html = markdown(page, extensions=["md_in_html"])
    soup = BeautifulSoup(html, "html.parser")

    links = soup.select('dd a[href$=".ipynb"]')
    assert [link.parent and link.parent.get_text() for link in links] == [
        "Explained in basics/one."
    ]
    assert links[0]["href"] == "../lessons/basics/one.ipynb"
    assert [term["id"] for term in links[0].find_all_previous("dt", limit=1)] == ["mae"]


def test_other_names_stand_beside_a_term() -> None:
    """Long forms and abbreviations are shown, plurals are not."""
    soup = BeautifulSoup(glossary_list(TINY, {}), "html.parser")

    assert [name.get_text() for name in soup.select(".glossary-also")] == [
        "also mean absolute error"
    ]


def test_the_glossary_is_not_linked_to_itself() -> None:
    """On its own page, definitions lead on by their see-also links alone."""
    page = glossary_list(TINY, {})

    assert link_terms(page, TINY, str) == page


def test_anchors_of_the_real_glossary_are_unique(real: Glossary) -> None:
    """No two terms share an id, and none takes that of a letter's heading."""
    anchors = [anchor(term.term) for term in real.terms]

    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch("[a-z][a-z0-9_-]+", name) for name in anchors)


@pytest.mark.slow
def test_mkdocs_knows_the_anchors(tmp_path: Path, real: Glossary) -> None:
    """Links to a term pass MkDocs' own check, and a link to an unknown one doesn't."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/glossary.md").write_text(
        f"# Glossary\n\n{glossary_list(real, {})}\n"
    )
    (tmp_path / "docs/index.md").write_text(
        "# Start\n\n"
        + "".join(f"[x](glossary.md#{anchor(term.term)})\n" for term in real.terms)
        + "[x](glossary.md#m) [x](glossary.md#no-such-term)\n"
    )
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: tiny\nplugins: []\nmarkdown_extensions: [md_in_html]\n"
        "validation: {anchors: warn}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line]
    built = (tmp_path / "site/glossary/index.html").read_text("utf-8")
    soup = BeautifulSoup(built, "html.parser")

    assert len(warnings) == 1, done.stderr
    assert "'#no-such-term'" in warnings[0]
    assert len(soup.select("dl.glossary > dt[id] + dd")) == len(real.terms)
    assert all(soup.find(id=str(a["href"])[1:]) for a in soup.select(".glossary a"))
    assert all(
        soup.find(id=str(a["href"])[1:]) for a in soup.select("nav a[href^='#']")
    )

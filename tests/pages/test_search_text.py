"""What the search reads of a page."""

from __future__ import annotations

from tfprep.pages.search_text import NAMES, light_entries, searchable

PAGE = """
<h1 id="a">Stop in <code>time</code></h1>
<p class="lesson-facts">30 minutes</p>
<p>Watch the <em>loss</em>.<br>Then stop.</p>
<div class="example"><div class="highlight"><pre><code><span>m</span>.fit(x, patience=3)
loss = 2</code></pre></div>
<div class="output"><pre>0.5</pre>
<pre class="output-warning">KeyError: 'acc'</pre></div></div>
<svg class="diagram"><text>arrow</text></svg>
<section class="exercise">
<h3 id="try">Try it<a class="headerlink">¶</a></h3><p>Write it.</p>
<div class="example"><pre><code>answer.secret(</code></pre></div>
<details class="fold"><summary>Show it</summary><pre>return 1 &lt; 2</pre></details>
</section>
<form class="quiz"><p>Which one?</p></form>
<dl><dt id="adam">Adam <span>also AdamW</span></dt><dd>An optimizer. 1 &lt; 2</dd></dl>
"""


def test_a_page_without_what_helps_nobody_to_find_it() -> None:
    """Quizzes, folds, outputs, stubs, stamps and drawings are left out."""
    text = searchable(PAGE)

    for word in ("minutes", "0.5", "arrow", "secret", "return", "Which", "¶"):
        assert word not in text
    assert "Watch the loss. Then stop." in text
    assert "Write it." in text


def test_messages_and_names_stay() -> None:
    """An error's message is text; of code the names stay that aren't in the text."""
    text = searchable(PAGE)

    assert "KeyError: 'acc'" in text
    assert f"{NAMES}patience" in text


def test_headings_keep_their_ids_and_terms_become_headings() -> None:
    """So that a result leads to the section, or to the term of the glossary."""
    text = searchable(PAGE)

    assert '<h1 id="a">Stop in time</h1>' in text
    assert '<h3 id="try">Try it</h3>' in text
    assert '<h3 id="adam">Adam also AdamW</h3>' in text
    assert "An optimizer. 1 &lt; 2" in text


def test_entries_become_plain_text() -> None:
    """Markup and escapes go, and names stand in a field of their own."""
    text = f"<p>1 &lt; 2</p>{NAMES}fit patience"
    found = list(
        light_entries([{"location": "a/", "title": "A &amp; B", "text": text}])
    )

    assert found == [
        {"location": "a/", "title": "A & B", "text": "1 < 2", "names": "fit patience"}
    ]
    assert list(light_entries(found)) == found

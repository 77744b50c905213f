"""What a page would load from elsewhere."""

import pytest

from tfprep.pages.loading import foreign_styles, loaded_from_elsewhere


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.com/x.png">',
        '<img src="HTTPS://example.com/x.png">',
        "<img src='//example.com/x.png'>",
        '<img alt="a > b" src=//example.com/x.png>',
        '<img srcset="x.png, //example.com/x.png 2x">',
        '<picture><source srcset="https://example.com/x.webp"></picture>',
        '<video poster="https://example.com/x.png"></video>',
        '<audio src="https://example.com/x.ogg"></audio>',
        '<track src="https://example.com/x.vtt">',
        '<iframe src="https://example.com"></iframe>',
        '<object data="https://example.com/x"></object>',
        '<embed src="https://example.com/x">',
        '<script src="https://example.com/x.js"></script>',
        '<link rel="stylesheet" href="https://example.com/x.css">',
        '<link rel="preconnect" href="https://example.com">',
        '<form action="https://example.com"></form>',
        '<style>@import "//example.com/x.css";</style>',
        "<style>@font-face { src: url(https://example.com/x.woff2); }</style>",
        "<p style=\"background: url('//example.com/x.png')\">x</p>",
        '<svg><image href="https://example.com/x.png"/></svg>',
        '<svg><use xlink:href="//example.com/x.svg#a"/></svg>',
        '<meta http-equiv="refresh" content="0; url=https://example.com">',
        '<body background="https://example.com/x.png">',
        '<pre class="mermaid"><code>graph LR</code></pre>',
        '<![no such section <img src="//example.com/x.png">',
    ],
)
def test_whatever_a_browser_loads_is_found(html: str) -> None:
    """Pictures, frames, scripts, styles, fonts and films, in any notation."""
    assert len(loaded_from_elsewhere(f"<p>text</p>{html}<p>text</p>")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.com">x</a>',
        '<link rel="canonical" href="https://example.com">',
        '<img src="x.png"><img src="data:image/png;base64,//8=">',
        "<pre><code>&lt;img src=//example.com&gt; // mermaid</code></pre>",
        "<style>p { background: url(x.png) }</style>",
        '<math xmlns="http://www.w3.org/1998/Math/MathML"></math>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>',
    ],
)
def test_links_and_files_of_the_site_are_fine(html: str) -> None:
    """Somebody has to follow a link before anything is asked for."""
    assert loaded_from_elsewhere(html) == []


def test_a_style_sheet_may_load_too() -> None:
    """By an import or an address, each of which is named."""
    css = "@import url('https://a.b'); p { background: url(x.png), url(//c.d) }"

    assert foreign_styles(css) == ["https://a.b", "//c.d"]

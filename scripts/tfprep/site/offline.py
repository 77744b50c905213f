"""The built site as a folder or zip that a browser opens without a server.

A page from a file finds no index.html in a folder, loads no module of JavaScript and
fetches nothing. So here links name the files that they lead to, the modules stand in
one script as an import map, and the search finds its index in a script too.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tfprep.problems import Problem

SCRIPT = Path(__file__).with_name("offline.js")
MODULES = "assets/offline.js"
"""Where the one script stands."""
INDEX = "search/search_index"
"""What the search reads, as .json from a server and as .js from a file."""
LEFT_OUT = ("404.html", "sitemap.xml*", "*.map", "lunr")
"""What only a server sends, or nobody reads."""
DAY = (1980, 1, 1, 0, 0, 0)
"""Of each file in the zip, so that the same site makes the same zip."""

TAG = re.compile(r"<(?:a|area|link|script|img|source)\b[^>]*>")
"""What leads elsewhere or is loaded."""
ADDRESS = re.compile(r'\b(href|src)="([^"]*)"')
"""Where to, in one of those."""
_ID = re.compile(r'<[a-z][^>]*?\s(?:id|name)="([^"]*)"')
_SCRIPT = re.compile(r'<script src="[^"]*?assets/([^"]+)"')
_MODULE = re.compile(r'<script type="module" src="[^"]*?assets/([^"]+)"></script>')
_IMPORT = re.compile(r'(\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}/[^"]+)"')


def make_offline(site: Path, target: Path) -> None:
    """Make a folder of the site that works from files.

    Args:
        site: the built site.
        target: the folder to make; it may not exist yet.
    """
    shutil.copytree(site, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    modules: set[str] = set()
    scripts: set[str] = set()
    for page in target.rglob("*.html"):
        text = page.read_text("utf-8")
        modules.update(_MODULE.findall(text))
        scripts.update(_SCRIPT.findall(text))
        page.write_text(_page(text, page, target), "utf-8")
    for name in scripts:
        script = target / "assets" / name
        source = script.read_text("utf-8")
        modules.update(_imported(name, source))
        script.write_text(_bare(name, source), "utf-8")
    _write_modules(target, modules)
    index = target / f"{INDEX}.json"
    if index.is_file():
        found = index.read_text("utf-8")
        index.with_suffix(".js").write_text(f"var __index = {found};\n", "utf-8")
        index.unlink()


def pack(folder: Path, path: Path, name: str) -> None:
    """Zip a folder, the same bytes for the same files.

    Args:
        name: the folder that somebody gets who unpacks it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(filter(Path.is_file, folder.rglob("*"))):
            entry = zipfile.ZipInfo(
                f"{name}/{file.relative_to(folder).as_posix()}", DAY
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes())


def dead_links(folder: Path) -> Iterator[Problem]:
    """Every relative link that leads to no file of the folder, or to no place in it."""
    pages = {page: page.read_text("utf-8") for page in folder.rglob("*.html")}
    ids = {
        page: {*map(unescape, _ID.findall(text)), ""} for page, text in pages.items()
    }
    for page, text in sorted(pages.items()):
        for tag in TAG.finditer(text):
            for _, address in ADDRESS.findall(tag[0]):
                if is_foreign(address):
                    continue
                link = urlsplit(unescape(address))
                file = _target(page, link.path)
                anchor = unquote(link.fragment)
                is_there = anchor in ids.get(file, {anchor}) or anchor[:2] == "__"
                if not (file.is_file() and is_there):
                    line = text.count("\n", 0, tag.start()) + 1
                    said = f"got a link to {address}, expected one to a file of the zip"
                    yield Problem(page, line, said)


def is_foreign(address: str) -> bool:
    """Whether an address leads out of the site, or says more than a path."""
    link = urlsplit(address)
    return bool(link.scheme or link.netloc)


def _target(page: Path, path: str) -> Path:
    """The file or folder that an address on a page leads to."""
    if not path:
        return page
    return Path(posixpath.normpath(posixpath.join(page.parent, unquote(path))))


def _page(text: str, page: Path, target: Path) -> str:
    """A page whose links name files, and whose modules come from the one script."""
    text = TAG.sub(lambda tag: ADDRESS.sub(partial(_to_file, page), tag[0]), text)
    text = _MODULE.sub(r'<script type="module">import "tfprep/\1";</script>', text)
    script = posixpath.relpath(target / MODULES, page.parent)
    return text.replace("</head>", f'<script src="{script}"></script></head>', 1)


def _to_file(page: Path, match: re.Match[str]) -> str:
    """An attribute whose address names index.html if it led to a folder."""
    address = match[2]
    path = urlsplit(address).path
    if is_foreign(address) or not path or not _target(page, path).is_dir():
        return match[0]
    return f'{match[1]}="{path.rstrip("/")}/index.html{address.removeprefix(path)}"'


def _write_modules(target: Path, names: Iterable[str]) -> None:
    """Write the script that brings these modules, and all that they import."""
    sources: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in sources:
            source = (target / "assets" / name).read_text("utf-8")
            sources[name] = _bare(name, source)
            waiting += _imported(name, source)
    modules = json.dumps(sources, ensure_ascii=False, sort_keys=True)
    script = SCRIPT.read_text("utf-8")
    (target / MODULES).write_text(f"const modules = {modules};\n{script}", "utf-8")


def _imported(name: str, source: str) -> list[str]:
    """The names of the modules that a script imports."""
    return [_resolve(name, path) for _, path in _IMPORT.findall(source)]


def _bare(name: str, source: str) -> str:
    """A module that imports by the import map's names, and knows where it stood."""
    named = _IMPORT.sub(
        lambda match: f'{match[1]}"tfprep/{_resolve(name, match[2])}"', source
    )
    return named.replace("import.meta.url", f"(self.tfprepAssets + {json.dumps(name)})")


def _resolve(name: str, path: str) -> str:
    """The name of what a module imports by a relative path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

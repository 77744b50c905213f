"""Connects MkDocs with tfprep.site, whether or not the package is installed.

A hook and no entry point, so that `pip install -r requirements/docs.txt` alone is
enough to read the site.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
try:
    from tfprep.site.plugin import LessonsPlugin
finally:
    del sys.path[-1]

_plugin = LessonsPlugin()
on_startup = _plugin.on_startup
on_shutdown = _plugin.on_shutdown
on_config = _plugin.on_config
on_files = _plugin.on_files
on_nav = _plugin.on_nav
on_pre_page = _plugin.on_pre_page
on_page_markdown = _plugin.on_page_markdown
on_page_content = _plugin.on_page_content
on_env = _plugin.on_env
on_page_context = _plugin.on_page_context
on_post_build = _plugin.on_post_build
on_serve = _plugin.on_serve

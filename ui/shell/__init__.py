"""The app around the pages: access control, security headers, compression, Chinese frame, links, caching, errors."""

from ui.shell.arena import share_arena

share_arena()  # before any import that starts threads

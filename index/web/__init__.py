"""Articles from the web: pages, and the sitemaps and feeds that list them."""

from index.web.fetching import Fetcher
from index.web.input import WebInput
from index.web.requesting import Timing

__all__ = ["Fetcher", "Timing", "WebInput"]

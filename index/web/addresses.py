"""Web addresses: one form for the address of a page, and which of them may be fetched."""

import re

import httpx

from index.errors import UnreadableArticle

# What is put behind addresses to follow readers, never to choose a page. Longer lists, such as
# that of courlan, also take `source`, `eid` or `keyword`, by which some sites do choose it.
_TRACKING = re.compile(
    rb"(?:utm|mtm|pk|piwik|matomo|at|hsa)_\w+|"
    rb"(?:fb|g|dc|y|tw|tt)clid|msclkid|gbraid|wbraid|gclsrc|igshid|igsh|_ga|_gl|"
    rb"mc_[ce]id|mkt_tok|_hsenc|_hsmi|li_fat_id|oly_(?:anon|enc)_id|vero_id|wt_mc|xtor|ocid|cmpid",
    re.IGNORECASE,
)
_LAST_PORT = 65_535
_FIRST_FREE_PORT = 1024
"""Below it the ports belong to other protocols, which no web address should make us speak to."""

_VARIANT = re.compile(r"^(?:www|m|mobile|amp)\.(?=.+\.)")


def clean_address(address: str) -> str:
    """Return `address` in the one form that its page has here.

    Host in lower case and ASCII, no default port, no fragment, no parameters that only track
    readers; the rest as it is, since a server may tell "/a//b" or "?b&a" from what looks the same.
    Raises UnreadableArticle for an address that may not be fetched: other than http or https, with
    a user name or password, or with the port of another protocol.
    """
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as error:
        raise UnreadableArticle(f"{address} is not a web address: check its spelling.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UnreadableArticle(f"{address} is not a web address: it must begin with https://.")
    if url.userinfo:
        raise UnreadableArticle(
            f"{without_user(url)} was given with a user name or password, which are never sent: "
            "give an address that can be read without."
        )
    port = url.port  # httpx leaves out the one that the scheme has anyway
    if port is not None and port not in (80, 443) and not _FIRST_FREE_PORT <= port <= _LAST_PORT:
        raise UnreadableArticle(
            f"{address} cannot be fetched: port {port} is not one of web servers "
            f"(80, 443, and {_FIRST_FREE_PORT} to {_LAST_PORT})."
        )
    parameters = [part for part in url.query.split(b"&") if not _is_tracking(part)]
    return str(url.copy_with(fragment=None, query=b"&".join(parameters) or None, path=url.path))


def without_user(url: httpx.URL) -> str:
    """Return the address without the user name and password in it."""
    return str(url.copy_with(userinfo=b""))


def join(base: str, link: str) -> str:
    """Return the address that `link` means on the page at `base`.

    Raises UnreadableArticle like `clean_address`, which its form is that of.
    """
    try:
        return clean_address(str(httpx.URL(base).join(link.strip())))
    except httpx.InvalidURL as error:
        raise UnreadableArticle(f"{link} is not a web address: {base} links to it.") from error


def host_of(address: str) -> str:
    """Return the host of a clean address."""
    return httpx.URL(address).host


def origin_of(address: str) -> str:
    """Return scheme, host and port of a clean address, as it begins: "https://example.com"."""
    return str(httpx.URL(address).join("/")).rstrip("/")


def canonical_address(address: str, declared: str | None) -> str:
    """Return the address of the page that was read at `address` and declares another as its own.

    The declared one counts only on the same site ("www.", "m." and "amp." aside), since a page
    could pass for one of another site. A site's root does not count either: broken templates
    declare it on every page, and all would become one article.
    """
    if declared is None:
        return address
    try:
        canonical = httpx.URL(clean_address(declared))
    except UnreadableArticle:
        return address
    page = httpx.URL(address)
    is_root = canonical.path == "/" and not canonical.query
    return str(canonical) if _site(canonical) == _site(page) and not is_root else address


def _site(url: httpx.URL) -> tuple[str, int | None]:
    return _VARIANT.sub("", url.host), url.port


def _is_tracking(parameter: bytes) -> bool:
    return not parameter or _TRACKING.fullmatch(parameter.split(b"=", 1)[0]) is not None

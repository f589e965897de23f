"""Whether a text is the address of a page that everybody can open."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from generator.core.characters import odd_signs
from generator.core.lazy_pattern import lazy_pattern

_BETWEEN = "；，、"
"""Separators that people put between two addresses; no address has one."""

_REMARK = lazy_pattern(
    r"[（）《》【】「」“”。！？：]|(?<!_)\([^()]*[\u4e00-\u9fff][^()]*\)$"
    r"|\.(?:s?html?|pdf|docx?|xlsx?|aspx?|php|jsp)[\u4e00-\u9fff]"
)
"""A remark of a person behind an address: （转载）, (转载), .html转载."""

_INNER = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "arpa"}
)
"""Last parts of names that only one network knows. What is reserved for samples leads nowhere."""

_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_HEAD = "网址以 http:// 或 https:// 开头，中间没有空格；没有网址就删除这一行"


def wrong_address(text: str) -> str:
    """Return how to mend an address; "" where it is one on the public web."""
    try:
        parts = urlsplit(text)
        host = _host(parts)
        _ = parts.port
    except ValueError:
        return _HEAD
    if parts.scheme not in ("http", "https") or not host:
        return _HEAD
    if any(sign.isspace() or sign in _BETWEEN for sign in text):
        return _HEAD
    if any(odd_signs(text)) or "\\" in text:
        return "删除里面看不见的字符和反斜杠，从浏览器的地址栏重新复制"
    if _REMARK.search(text):
        return "网址里只写网址；“转载”一类的话写到标题或者发布者里"
    if "@" in parts.netloc:
        return "删去“@”和它前面的用户名、密码"
    return "" if _is_public(host) else "换成公众打得开的网址；只在内网、本机打得开的不写"


def _host(parts: SplitResult) -> str:
    """Return the name of the host as a browser takes it: full-width signs as plain ones."""
    host = unicodedata.normalize("NFKC", parts.hostname or "")
    return host.replace("。", ".").rstrip(".").lower()


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        pass
    labels = host.split(".")
    is_named = len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    # Browsers take a name that ends in a number for an address: 127.1, 0x7f.1.
    return is_named and labels[-1] not in _INNER and not re.match(r"\d", labels[-1])

"""Access settings from the environment: who may read, which proxies are trusted."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

READING: Final = "PROGRESS_READING"
PROXY_USER_HEADER: Final = "PROGRESS_PROXY_USER_HEADER"
PROXY_ADDRESSES: Final = "PROGRESS_PROXY_ADDRESSES"
EMBEDDERS: Final = "PROGRESS_EMBED_IN"
#: An origin (RFC 6454) as a source of frame-ancestors.
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
_OPEN: Final = ("", "open")
_CLOSED: Final = "accounts"


@dataclass(frozen=True)
class Settings:
    """Access settings.

    closed: reading needs an account. user_header: the header in which trusted proxies name the user. proxies: networks
    of trusted proxies. embedders: origins of pages that may show the dashboard in a frame. faults: Chinese lines for
    the administrator. Invalid settings fail closed: reading is restricted, the proxy not trusted, no frame allowed.
    """

    closed: bool
    user_header: str
    proxies: tuple[IPv4Network | IPv6Network, ...]
    embedders: tuple[str, ...]
    faults: tuple[str, ...]

    def trusts(self, peer: str | None) -> bool:
        """Whether `peer` is a trusted proxy, whose forwarding headers count."""
        try:
            address = ip_address(peer or "")
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.proxies)


def settings() -> Settings:
    """The settings, parsed from the current environment."""
    return _parsed(
        *(os.environ.get(name, "").strip() for name in (READING, PROXY_USER_HEADER, PROXY_ADDRESSES, EMBEDDERS))
    )


@lru_cache(maxsize=8)
def _parsed(reading: str, header: str, addresses: str, embedders: str) -> Settings:
    faults = []
    if reading not in (*_OPEN, _CLOSED):
        faults.append(
            f"{READING} 应为 open 或 {_CLOSED}，而不是“{reading}”；现按 {_CLOSED} 处理：没有账号的人不能查看。"
        )
    proxies = []
    for text in filter(None, (part.strip() for part in addresses.split(","))):
        try:
            proxies.append(ip_network(text, strict=False))
        except ValueError:
            faults.append(f"{PROXY_ADDRESSES} 中的“{text}”不是 IP 地址或网段，没有采用。")
    origins = [part.strip().rstrip("/") for part in embedders.split(",") if part.strip()]
    faults += [
        f"{EMBEDDERS} 中的“{origin}”不是网址（如 https://oa.example.gov.cn），没有采用。"
        for origin in origins
        if not _ORIGIN.fullmatch(origin)
    ]
    if header and not proxies:
        faults.append(f"设置了 {PROXY_USER_HEADER}，但没有有效的 {PROXY_ADDRESSES}；代理给出的用户名一律不采信。")
    return Settings(
        reading not in _OPEN, header.lower(), tuple(proxies), tuple(filter(_ORIGIN.fullmatch, origins)), tuple(faults)
    )

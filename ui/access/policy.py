"""What the settings say about who may come in."""

from dataclasses import dataclass, field
from typing import Literal, Self

from ui.access.limits import Rate
from ui.settings import Settings

_RATE = Rate(120, 60)


@dataclass(frozen=True)
class AccessPolicy:
    """Who may come in. As it stands by default, only this machine and the bearers of keys."""

    open_to: Literal["loopback", "everyone"] = "loopback"
    """Who may ask without a key, where nobody has to sign in."""
    password: str | None = field(default=None, repr=False)
    """What everyone signs in with, this machine included; None where there is no such password."""
    user_header: str | None = None
    """The header in which a listed proxy tells who signed in there."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks of the proxies that are believed."""
    allowed_hosts: tuple[str, ...] = ()
    """Names of the server besides the address that it listens on."""
    rate_per_address: Rate = _RATE
    """How often an address may ask without a key; this machine is not limited."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what `settings` say."""
        password = settings.password
        return cls(
            open_to=settings.open_to,
            password=password.get_secret_value() if password else None,
            user_header=settings.user_header,
            trusted_proxies=settings.trusted_proxies,
            allowed_hosts=settings.allowed_hosts,
            rate_per_address=Rate.parse(settings.rate_per_address),
        )

    @property
    def signs_in(self) -> bool:
        """Whether people have to sign in, here or at a proxy."""
        return self.password is not None or self.user_header is not None

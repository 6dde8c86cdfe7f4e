"""Webhooks: messages of Slack, Mattermost, Teams and Telegram, answered there.

Each is off until its secret is in the settings.
"""

from collections.abc import Sequence

from ui.hooks.hook import Hook
from ui.hooks.mattermost import Mattermost
from ui.hooks.routes import hooks_router
from ui.hooks.slack import Slack
from ui.hooks.teams import Teams
from ui.hooks.telegram import Telegram
from ui.settings import Settings

__all__ = ["Hook", "configured_hooks", "hooks_router"]


def configured_hooks(settings: Settings) -> Sequence[Hook]:
    """The webhooks whose secrets are in the settings."""
    hooks: list[Hook] = []
    if settings.slack_signing_secret and settings.slack_bot_token:
        hooks.append(
            Slack(
                settings.slack_signing_secret.get_secret_value(),
                settings.slack_bot_token.get_secret_value(),
                api=settings.slack_api,
            )
        )
    if settings.mattermost_token:
        hooks.append(Mattermost(settings.mattermost_token.get_secret_value()))
    if settings.teams_secret:
        hooks.append(Teams(settings.teams_secret.get_secret_value()))
    if settings.telegram_secret:
        hooks.append(Telegram(settings.telegram_secret.get_secret_value()))
    return hooks

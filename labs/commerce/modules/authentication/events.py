"""What authentication listens to: its own questions, answered out of the asker's sight."""

from uuid import UUID

from labs.commerce.modules.authentication.api import PasswordResetAsked
from labs.commerce.modules.authentication.password_changes import PasswordChanges
from labs.commerce.platform.events import Handlers


def handlers(passwords: PasswordChanges) -> Handlers:
    """Whoever asks for a reset gets one by mail, if they have an account."""

    async def on_asked(event: PasswordResetAsked, _event_id: UUID) -> None:
        await passwords.issue(event.email)

    return {PasswordResetAsked: on_asked}

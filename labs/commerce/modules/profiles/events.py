"""What profiles listens to."""

from uuid import UUID

from labs.commerce.modules.profiles.service import ProfilesService
from labs.commerce.modules.registration.api import UserRegistered
from labs.commerce.platform.events import Handlers


def handlers(profiles: ProfilesService) -> Handlers:
    """Every new account gets a profile."""

    async def on_registered(event: UserRegistered, _event_id: UUID) -> None:
        await profiles.open(event.user_id, event.email, event.name, event.language)

    return {UserRegistered: on_registered}

"""Every sentence the product says, in both languages."""

from content.messages.catalogue import Language, Messages, UnknownMessageError, messages

__all__ = ["Language", "Messages", "UnknownMessageError", "messages"]

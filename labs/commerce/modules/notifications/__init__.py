"""Notifications: each customer's mailbox."""

"""Who somebody is: access tokens and their keys, passwords, secrets under seal."""

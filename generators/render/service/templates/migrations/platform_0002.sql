-- What was handled long ago is forgotten by its age.
CREATE INDEX inbox_by_age ON platform.inbox (handled_at);

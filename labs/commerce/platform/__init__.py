"""What every module gets: transactions, events, remote calls, identity, telemetry."""

"""What every module stands on: nothing in here knows what the service is about."""

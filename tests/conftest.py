"""What holds for every test."""

from hypothesis import HealthCheck, settings

# a test that was slow on a busy machine has found nothing
settings.register_profile(
    "patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

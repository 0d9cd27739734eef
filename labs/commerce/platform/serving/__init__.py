"""What a deployable answers over HTTP: public routes, internal calls, probes, streams."""

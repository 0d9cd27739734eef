"""Labs in a cluster: the generated manifests, applied and watched."""

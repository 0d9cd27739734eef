"""The shop: 24 modules that run in any partition, and the platform they stand on."""

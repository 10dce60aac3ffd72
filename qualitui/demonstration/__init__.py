"""The demonstration site: a believable EPS, the same byte for byte for the same seed, years and day."""

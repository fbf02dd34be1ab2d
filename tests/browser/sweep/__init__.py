"""Every page of the service, found by following links, for everybody who may see it."""

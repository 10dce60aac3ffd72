"""What a site stands on: the référentiel, the tables of values, the team, the settings."""

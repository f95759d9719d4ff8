"""What every feature stands on: database, clock, errors, text, languages."""

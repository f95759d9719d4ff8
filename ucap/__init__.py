"""The UCAP tracker: paired cities write one Urban Cooperation Action Plan together."""

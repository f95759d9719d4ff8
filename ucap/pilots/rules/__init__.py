"""How a pilot goes. Pure functions over plain facts."""

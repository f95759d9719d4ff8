"""How far a plan is and what it lacks. Pure functions over plain facts."""

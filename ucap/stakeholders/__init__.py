"""Who is involved: the registers of organisations, stakeholders in plans, what was asked of them, whom to contact."""

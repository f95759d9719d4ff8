"""What pages show of entries, as plain values made from the declarations."""

"""Campus: the ground everything stands on, the addresses, and the shipped site."""

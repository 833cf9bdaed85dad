"""The repairers: one class of damage, one file."""

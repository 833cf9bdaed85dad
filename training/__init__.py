"""What makes the tables of the language packs; nothing here is installed with textrepair."""

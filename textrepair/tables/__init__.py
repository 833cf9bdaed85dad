"""The files of a language pack, as they are looked things up in: mapped, not loaded."""

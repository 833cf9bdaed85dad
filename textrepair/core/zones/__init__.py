"""What the stretches of a text are: prose of the language, or something else that must stay as it is."""

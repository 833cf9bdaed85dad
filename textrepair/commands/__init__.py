"""The commands of the command line, each in a module that is imported when it is called, and what they share."""

"""Reading and writing files: each format in a module of its own, none of which knows of repairers."""

"""Files on the way in and out: opening them safely, and writing them whole or not at all."""

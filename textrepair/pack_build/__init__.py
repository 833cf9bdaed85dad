"""Build a language pack from pinned inputs: `python -m textrepair.pack_build lexicons/fr --text DIR`.

Nothing here is needed to use a pack. It wants numpy, and `apt-get` and `dpkg-deb` for the dictionary.
"""

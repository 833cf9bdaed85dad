"""The stage WORDS: which of the proposals about words are made."""

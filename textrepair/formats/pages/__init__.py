"""Pages of OCR engines, ALTO, hOCR and PAGE: each format in a module, and what they share in the others."""

"""Search: finding products by words, in Russian and English."""

"""Lists of products, of a shelf and of what was found: narrowed and counted alike."""

whisker formats

whisker --help

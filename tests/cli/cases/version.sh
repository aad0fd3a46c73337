whisker --version

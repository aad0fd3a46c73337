whisker other

# The nearest name is offered; status 2: wrong usage.
whisker reprot

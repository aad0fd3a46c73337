# Status 3: the data could not be used.
whisker report no_such_folder

echo new

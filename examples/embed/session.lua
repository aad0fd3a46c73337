-- Is the large model better? Stop asking as soon as that is known.
return {
  title = "Arithmetic: is the large model better?",
  cluster = "numbers",                 -- five questions about the same two numbers are one observation
  pair = { baseline = "small" },
  stop = { baseline = "small", margin = 0 },
}

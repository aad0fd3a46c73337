# Clustered standard error of a mean (CR1) in R: rowsum by hand, and sandwich::vcovCL of lm, whose fit is not counted.
folder <- commandArgs(trailingOnly = TRUE)[1]
say <- function(line) cat(line, "\n", sep = "")
say(sprintf('{"version": "R", "text": "%s.%s"}', R.version$major, R.version$minor))
has_sandwich <- requireNamespace("sandwich", quietly = TRUE)
say(if (has_sandwich) sprintf('{"version": "sandwich (R)", "text": "%s"}', packageVersion("sandwich"))
    else '{"absent": "sandwich (R)"}')

measure <- function(what, who, call, repeats) {
  answer <- call()
  seconds <- sapply(seq_len(repeats), function(i) system.time(call(), gcFirst = FALSE)[["elapsed"]])
  say(sprintf('{"what": "%s", "who": "%s", "seconds": %.6g, "answer": %.12g}', what, who,
              min(seconds), answer))
}

load <- function(name, what, size) {
  path <- file.path(folder, name)
  readBin(path, what, n = file.size(path) / size, size = size)
}

for (g in c(10000, 100000)) {
  what <- sprintf("binary, %d clusters", g)
  score <- load(paste0(what, ".f64"), "double", 8)
  code <- load(paste0(what, ".i32"), "integer", 4)
  measure(what, "R rowsum", function() {
    sums <- rowsum(score - mean(score), code, reorder = FALSE)
    sqrt(sum(sums^2) * length(sums) / (length(sums) - 1)) / length(score)
  }, 5)
  if (has_sandwich) {
    fit <- lm(score ~ 1)
    measure(what, "R sandwich vcovCL, fit not counted",
            function() sqrt(sandwich::vcovCL(fit, cluster = code, type = "HC0", cadjust = TRUE)[1, 1]), 3)
  }
}

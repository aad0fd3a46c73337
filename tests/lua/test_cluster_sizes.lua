-- Clusters whose size says something about their scores.

local check = require("check")
local whisker = require("whisker")

local tests = check.tests()

--- Size and number of right answers of twelve clusters.
local sizes = { 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12 }
local harder = { 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 3, 4 }
local unrelated = { 1, 1, 2, 1, 3, 2, 3, 4, 3, 5, 5, 7 }

local function results_of(right, count)
  local lines = { "item,run,score,passage" }
  for cluster = 1, count or #sizes do
    for item = 1, sizes[cluster] do
      lines[#lines + 1] = ("c%d_%d,model,%d,p%d"):format(cluster, item, item <= right[cluster] and 1 or 0, cluster)
    end
  end
  local path = check.file(table.concat(lines, "\n") .. "\n")
  os.rename(path, path .. ".csv")
  local results = assert(whisker.run({ data = path .. ".csv", cluster = "passage" }))
  os.remove(path .. ".csv")
  return results
end

--- R 4.2.2: cor.test(sizes, right / sizes, method = "spearman", exact = FALSE)
function tests.the_rank_correlation_is_that_of_r()
  local found = results_of(harder).groups[1].informative_sizes
  check.near(found.correlation, -0.92846452047773842, 1e-12)
  check.near(found.p, 1.3072604196928926e-05, 1e-9)
  check.equal({ found.run, found.n_clusters }, { "model", 12 })
end

function tests.the_report_says_so()
  local text = assert(whisker.text(results_of(harder), "markdown"))
  check.holds(text, "Large clusters score lower than small ones (rank correlation of size and score −.9")
end

function tests.sizes_that_say_nothing_are_not_mentioned()
  check.equal(results_of(unrelated).groups[1].informative_sizes, nil)
end

function tests.few_clusters_are_not_asked()
  check.equal(results_of(harder, 9).groups[1].informative_sizes, nil)
end

return tests

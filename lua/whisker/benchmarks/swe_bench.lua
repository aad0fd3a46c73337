local card = require("whisker.benchmarks.card")

return card.new({
  name = "swe_bench",
  title = "SWE-bench: resolve an issue of a repository (all variants)",
  item = "instance_id",
  metric = "resolved",
  range = { 0, 1 },
  chance = 0,
  cluster = function(item) -- "django__django-11099", "instance_ansible__ansible-0ea40e09...-v30a9..."
    local id = item.id:gsub("^instance_", "")
    local repository = id:match("^(.-)%-" .. ("%x"):rep(40)) or id:match("^(.-)%-%d+$") or id
    return (repository:gsub("__", "/", 1))
  end,
  cluster_name = "repository",
  why = "Issues of one repository share its code, its tests and its conventions, so an agent that fails one of them " ..
    "is likely to fail the next.",
  caveats = {
    "Verified has 500 issues in 12 repositories, 231 of them in django: intervals rest on few degrees of freedom.",
    "An instance that was not submitted counts as not resolved.",
  },
  source = "Jimenez et al. 2024, arXiv 2310.06770, section 2 (instances are pull requests of 12 repositories)",
  recognise = function(_, item)
    return item:find("^[%w._-]+__[%w._-]+%-%d+$") ~= nil or item:find("^instance_[%w._-]+__[%w._-]+%-%x+") ~= nil
  end,
})

-- What figures ask for beyond the results: scores by cluster, and the path of a run as its items came.
local check = require("check")
local analysis = require("whisker.analysis")
local behind = require("whisker.behind")
local config = require("whisker.config")
local core = require("whisker.core")
local pushed = require("whisker.pushed")
local report = require("whisker.report")

local tests = check.tests()

--- Twelve items of two runs in four passages of 1, 2, 3 and 6; run b lacks the first item.
local passages = { "one", "two", "two", "three", "three", "three", "six", "six", "six", "six", "six", "six" }
local scores = { a = { 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0 }, b = { false, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0 } }

local function results_of(given)
  local tbl = core.table()
  for _, name in ipairs({ "task", "run", "item", "draw", "variant", "passage" }) do tbl:add_column(name, "symbol") end
  tbl:add_column("score:", "real")
  for i, passage in ipairs(passages) do
    for _, run in ipairs({ "a", "b" }) do
      if scores[run][i] then
        local row = tbl:add_rows(1)
        local cells = { task = "t", run = run, item = "i" .. i, draw = "1", variant = "acc", passage = passage,
          ["score:"] = scores[run][i] }
        for name, value in pairs(cells) do tbl:set(row, name, value) end
      end
    end
  end
  return assert(analysis.run(assert(config.check(given)), pushed.log(tbl)))
end

local function place_of(record, run)
  for i, score in ipairs(record.scores) do
    if score.run == run then return i end
  end
end

function tests.clusters_have_the_mean_of_every_run()
  local record = results_of({ cluster = "passage" }).groups[1]
  local clusters, a, b = behind.clusters(record), place_of(record, "a"), place_of(record, "b")
  local labels, sizes = {}, {}
  for i, entry in ipairs(clusters) do labels[i], sizes[i] = entry.label, entry.size end
  check.equal({ labels, sizes }, { { "six", "three", "two", "one" }, { 6, 3, 2, 1 } })
  check.near(clusters[1].means[a], 1 / 6)
  check.near(clusters[1].means[b], 3 / 6)
  check.near(clusters[3].means[a], 1 / 2)
  check.equal({ clusters[4].means[a], clusters[4].means[b] }, { 1, false }) -- b has no score there
  -- the mean over the runs item by item: 1, .5, 0, 1, .5, 1, .5, 0, 0, .5, 1, 0
  check.near(clusters.mean, 6 / 12)
  check.near(clusters.sd, math.sqrt((4 * 1 + 4 * 0.25 - 12 * 0.25 + 0) / 11))
  check.near(clusters[2].mean, 2.5 / 3)
  check.near(clusters[4].mean, 1)
end

function tests.without_clusters_there_are_none()
  check.equal(behind.clusters(results_of({}).groups[1]), nil)
  check.equal(behind.clusters({}), nil)
end

function tests.a_path_follows_the_items()
  local record = results_of({ level = 0.9 }).groups[1]
  local path, level = behind.path(record, "a")
  check.equal(level, 0.9)
  check.equal(path, core.sequence(scores.a, { level = 0.9 }))
  local difference = { false }
  for i = 2, 12 do difference[i] = scores.a[i] - scores.b[i] end
  path = behind.path(record, "a", "b")
  check.equal(path, core.sequence(difference, { level = 0.9, low = -1, high = 1 }))
  check.equal(behind.path(record, "nobody"), nil)
end

function tests.with_clusters_it_follows_their_means()
  local path = behind.path(results_of({ cluster = "passage" }).groups[1], "a")
  check.equal(path, core.sequence({ 1, 1 / 2, 1, 1 / 6 }))
end

function tests.a_page_shows_a_run_that_may_be_stopped()
  local title = "Score of a as items came"
  check.holds(report.text(results_of({ stop = { half_width = 0.1 } }), "html"), title)
  for _, text in ipairs({ report.text(results_of({}), "html"),
    report.text(results_of({ stop = { half_width = 0.1 } }), "terminal") }) do
    assert(not text:find(title, 1, true))
  end
  local against = report.text(results_of({ stop = { baseline = "b" } }), "html")
  check.holds(against, "a − b as items came")
  assert(not against:find("b − a", 1, true))
end

return tests

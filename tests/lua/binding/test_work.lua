-- Long work that is watched and stopped: what another thread would do is done here before the call.

local check = require("check")
local core = require("whisker.core")

local tests = check.tests()

local function scores(n)
  local list = {}
  for i = 1, n do list[i] = 1 / (i + 2) end
  return list
end

local function stopped_work()
  local work = core.work()
  work:stop()
  return work
end

function tests.a_work_says_how_far_it_is()
  local work = core.work()
  check.equal(work:done(), 0)
  check.equal(work:stopped(), false)
  assert(core.bootstrap(scores(50), { replicates = 2000, threads = 1, watch = work }))
  check.equal(work:done(), 1)
end

function tests.a_watch_changes_no_digit()
  local plain = core.bootstrap(scores(50), { replicates = 2000 })
  check.equal(core.bootstrap(scores(50), { replicates = 2000, watch = core.work() }), plain)
end

function tests.a_stopped_work_leaves_no_result()
  local found, message, code = core.bootstrap(scores(50), { replicates = 2000, watch = stopped_work() })
  check.equal({ found, message, code }, { nil, "the resampling was stopped", "cancelled" })
end

function tests.calls_that_name_no_work_report_to_that_of_all()
  local work = core.work()
  core.watch_all(work)
  local fine = core.bootstrap(scores(50), { replicates = 2000, threads = 1 })
  local done = work:done()
  work:stop()
  local found, _, code = core.bootstrap(scores(50))
  local own = core.bootstrap(scores(50), { watch = core.work() })
  core.watch_all(nil)
  assert(fine and own)
  check.equal(done, 1)
  check.equal({ found, code }, { nil, "cancelled" })
  assert(core.bootstrap(scores(50)))
end

function tests.every_long_call_can_be_stopped()
  local lines = {}
  for i = 1, 40 do
    for _, run in ipairs({ "a", "b" }) do
      lines[#lines + 1] = ('{"run": "%s", "item": "%d", "score": %.3f}'):format(run, i, (i * (run == "a" and 7 or 11)) % 13 / 13)
    end
  end
  local tbl = core.table()
  local fields = { { path = "run", kind = "symbol" }, { path = "item", kind = "symbol" }, { path = "score", kind = "real" } }
  assert(tbl:scan_text("rows", table.concat(lines, "\n"), fields))
  local design = assert(core.design(tbl, { score = "score", run = "run", item = "item" }))
  local watch = stopped_work()
  local calls = {
    bootstrap = { design.bootstrap, design, 1, { watch = watch } },
    difference = { design.bootstrap_difference, design, 1, 2, { watch = watch } },
    together = { design.bootstrap_runs, design, { watch = watch } },
    wild = { design.wild_mean, design, 1, { watch = watch } },
    flips = { design.sign_flip, design, 1, 2, { method = "monte_carlo", watch = watch } },
    max_t = { design.max_t, design, nil, { watch = watch } },
    plan = { core.plan_simulate, core.plan({ solve = "items", effect = .2, variance = .1 }), { watch = watch } },
    wins = { core.win_rates, { scores(20), scores(20) }, {}, { watch = watch } },
  }
  for i = 1, 20 do calls.wins[3][i] = "t" end
  for name, call in pairs(calls) do
    local found, _, code = call[1](call[2], call[3], call[4], call[5])
    check.equal({ found, code }, { nil, "cancelled" }, name)
  end
end

function tests.only_a_work_watches()
  check.raises("bad argument #2 to 'bootstrap' (option 'watch' must be what core.work() makes, got number)",
    core.bootstrap, scores(5), { watch = 5 })
  check.raises("bad argument #1 to 'watch_all' (whisker.Work expected, got string)", core.watch_all, "x")
  local work = core.work()
  work:close()
  work:close()
  check.raises("bad argument #2 to 'bootstrap' (this whisker.Work is closed)", core.bootstrap, scores(5), { watch = work })
  check.raises("calling 'done' on bad self (this whisker.Work is closed)", work.done, work)
end

return tests

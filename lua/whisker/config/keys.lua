-- The keys of a config, each said once: what it takes, what it does, what it is when left out, an example. config.lua
-- checks by this list; `whisker help config`, the reference in MANUAL.md and the stub whisker.meta.lua are made of it.
--
-- Every example runs in the tests. One that names no data speaks of the logs in examples/logs/lm_eval: where it names
-- none itself, of the runs model_a and model_b, the task "reading", the metric "acc".

local core = require("whisker.core")
local ranking = require("whisker.methods.ranking")
local resampled = require("whisker.methods.resampled")
local takes = require("whisker.config.takes")
local tests = require("whisker.methods.tests")

---@class whisker.Key
---@field name string
---@field takes whisker.Takes? nil: a table of `keys`
---@field about string a sentence or two
---@field default string? what holds where it is left out; nil: nothing
---@field example string? Lua, as it stands in a config
---@field keys whisker.Key[]? what may stand in its table
---@field entries whisker.Key[]? what may stand in each table of its list
---@field session boolean? for samples that are pushed; over logs it does nothing

local interval = takes.name_in(core.names.interval, resampled.names)
local variance = takes.name_in(core.names.variance)

--- How `estimate` and `compare` draw.
local function replicates(example)
  return { name = "replicates", takes = takes.whole(1), default = "that of the method",
    about = "How many resamples, or patterns of signs, an interval or a test draws.", example = example }
end

local function seed(example)
  return { name = "seed", takes = takes.whole(0), default = "0", example = example,
    about = "Where the random numbers start: the same seed gives the same bytes, on any number of threads." }
end

-- ---- where the samples are ----------------------------------------------------------------------------------

local data = {
  { name = "path", takes = takes.text,
    about = "A file, a folder with all below it, or a glob; from the config's own folder.",
    example = [[data = { path = "examples/logs/lm_eval/*/samples_reading_*" }]] },
  { name = "format", takes = takes.list_or_text, default = "what each file is seen to be",
    about = 'A name that `whisker formats` lists; "csv", "json" or "jsonl" with `fields`; the path of a Lua file that ' ..
      "declares a format; or the declaration itself.",
    example = [[data = { path = "examples/format/logs", format = "examples/format/format.lua" }]] },
  { name = "items", takes = takes.texts, default = "the items that any run has",
    about = "Items that every run should have: a file with an id a line, or a list. One that a run lacks is missing.",
    example = [[data = { path = "examples/logs/lm_eval", items = { "0", "1", "2", "500" } },
tasks = "reading", metrics = "acc", runs = { select = "model_a" }]] },
  { name = "fields", takes = takes.field_paths, default = "CSV columns with the usual names",
    about = 'For "csv", "json" and "jsonl": which field is the item, score, run, task and draw; every other name is ' ..
      "metadata. Paths are dotted, ^ is one container up; score may be a table from metrics to paths.",
    example = [[data = { path = "examples/format/logs", format = "json", rows = "answers.*",
  fields = { item = "question", run = "^.^.player", task = "^.^.suite", score = "verdict", topic = "topic" },
  values = { right = 1, wrong = 0 } },
cluster = "topic"]] },
  { name = "rows", takes = takes.text, default = "the lines, or the elements of an array",
    about = "For \"json\": the path to the samples inside of one value.",
    example = [[data = { path = "examples/format/logs/ada.json", format = "json", rows = "answers.*",
  fields = { item = "question", score = "verdict" }, values = { right = 1, wrong = 0 } }]] },
  { name = "values", takes = takes.kind("table"), default = "true and false, in the usual spellings",
    about = "Texts that stand for scores, with their numbers.",
    example = [[data = { path = "examples/format/logs/ada.json", format = "json", rows = "answers.*",
  fields = { item = "question", score = "verdict" }, values = { right = 1, wrong = 0 } }]] },
  { name = "task", takes = takes.text, default = "what the log says, else the file's name",
    about = "The task of these samples.",
    example = [[data = { path = "examples/logs/lm_eval/*/samples_reading_*", task = "passages" }]] },
  { name = "run", takes = takes.text, default = "what the log says, else the file's name",
    about = "The run of these samples, so that each of several entries can be one.",
    example = [[data = { { path = "examples/logs/lm_eval/model_a/samples_reading_*", run = "old" },
         { path = "examples/logs/lm_eval/model_b/samples_reading_*", run = "new" } },
pair = { baseline = "old" }]] },
  { name = "max_cells", takes = takes.whole(1), default = "100 million",
    about = "How large the table of all samples may grow, rows times fields: a limit against files that unpack to more " ..
      "memory than there is.",
    example = [[data = { path = "examples/logs/lm_eval/model_a", max_cells = 1000000 }]] },
  { name = "strict", takes = takes.yes_or_no, default = "false",
    about = "Stop at the first line that cannot be read, instead of counting it and saying so, and check every value: " ..
      "of what no field asks for, only brackets and the ends of texts are looked at otherwise.",
    example = [[data = { path = "examples/logs/lm_eval/model_a", strict = true }]] },
}

-- ---- runs, estimates, comparisons ---------------------------------------------------------------------------

local runs = {
  { name = "select", takes = takes.texts_or_function, default = "all",
    about = "The runs that are reported; a name may be a part of one, if it is a part of one only.",
    example = [[runs = { select = { "model_a", "model_b" } }]] },
  { name = "rename", takes = takes.renaming, about = "New names; two runs cannot get the same one.",
    example = [[runs = { rename = { model_a = "A", model_b = "B" } }]] },
  { name = "group", takes = takes.renaming,
    about = "Runs that get the same name are one run, and what each did with an item is a draw of it.",
    example = [[runs = { group = function(run) return run:match("^%l+") end }]] },
}

local estimate = {
  { name = "statistic", takes = takes.text, default = '"mean"',
    about = "What is estimated of a run: pass@K, pass^K, majority@K, g_pass@K:SHARE, median, p95, or a statistic of " ..
      "several columns such as f1, perplexity, bleu (METHODS 4).",
    example = [[data = "examples/logs/inspect", tasks = "sums", estimate = { statistic = "pass@3" }]] },
  { name = "columns", takes = takes.renaming, default = "metrics that are called like the columns",
    about = "Which metrics a statistic of several columns takes.",
    example = [[estimate = { statistic = "ratio", columns = { numerator = "acc", denominator = "acc_norm" } }]] },
  { name = "variance", takes = variance, default = "cr2, which without clusters is clt; linearized with strata",
    about = "How the variance of a mean is estimated (METHODS 2.2).", example = [[estimate = { variance = "cr3" }]] },
  { name = "interval", takes = interval, default = "by what the scores are (METHODS 3.1)",
    about = "How the interval is made; a name that begins with bootstrap, or wild, resamples clusters.",
    example = [[cluster = "passage_id", estimate = { interval = "bootstrap" }]] },
  { name = "range", takes = takes.range, default = "what the format or the benchmark says; 0 to 1 for 0/1 scores",
    about = "The lowest and the highest score that there can be: intervals stay within.",
    example = [[estimate = { range = { 0, 1 } }]] },
  replicates([[cluster = "passage_id", estimate = { interval = "bootstrap_bca", replicates = 2000 }]]),
  seed([[cluster = "passage_id", estimate = { interval = "bootstrap", seed = 7 }]]),
}

local compare = {
  { name = "pairing", takes = takes.one_of("paired", "unpaired"),
    default = "paired when half of the items are in both runs",
    about = "Whether differences are taken item by item, or between two means.",
    example = [[compare = { pairing = "unpaired" }]] },
  { name = "test", takes = takes.name_in(tests.names), default = '"t", that of the interval',
    about = "Where p comes from: flips of the signs of clusters, the wild bootstrap, McNemar's table (METHODS 5.4, 9).",
    example = [[cluster = "passage_id", compare = { test = "sign_flip" }]] },
  { name = "interval", takes = interval, default = "t; tango for 0/1 scores without clusters",
    about = "How the interval of a difference is made.",
    example = [[compare = { interval = "wild" }, cluster = "passage_id"]] },
  { name = "variance", takes = variance, default = "that of `estimate`",
    about = "How the variance of a difference is estimated.", example = [[compare = { variance = "cr0" }]] },
  { name = "power", takes = takes.between(0, 1), default = "0.8",
    about = "The power of which the smallest detectable difference, MDE, speaks.",
    example = [[compare = { power = 0.9 }]] },
  { name = "equivalence", takes = takes.between(0, math.huge),
    about = "A margin in score units: is the difference shown to lie within it on both sides (METHODS 5.8)?",
    example = [[compare = { equivalence = 0.15 }, cluster = "passage_id"]] },
  { name = "bayes", takes = takes.yes_or_no, default = "false",
    about = "For 0/1 scores without clusters: the posterior probability that the first run is better (METHODS 5.10).",
    example = [[compare = { bayes = true }]] },
  replicates([[compare = { test = "wild", replicates = 999 }, cluster = "passage_id"]]),
  seed([[cluster = "passage_id", compare = { interval = "bootstrap", seed = 7 }]]),
}

-- ---- means over tasks, gates, reports, stops ----------------------------------------------------------------

local means = {
  { name = "name", takes = takes.text, about = "What the mean is called.",
    example = [[tasks = "languages_*", groups = { { name = "languages" } }]] },
  { name = "tasks", takes = takes.texts, default = "all", about = "Which tasks; * matches anything.",
    example = [[tasks = "languages_*",
groups = { { name = "not English", tasks = { "languages_de", "languages_es" } } }]] },
  { name = "metric", takes = takes.kind("string", "table"), default = "every metric, one mean each",
    about = "Of which metric; or a table from tasks to their metrics, where they differ.",
    example = [[tasks = { "reading", "sums" }, metrics = { "acc", "exact_match,first" },
groups = { { name = "both", metric = { reading = "acc", sums = "exact_match,first" } } }]] },
  { name = "mean", takes = takes.one_of("micro", "macro", "custom", "win_rate"), default = '"micro"',
    about = "Every item alike, every task alike, by `weights`, or the share of the other runs that a run beats.",
    example = [[tasks = "languages_*", groups = { { name = "languages", mean = "macro" } }]] },
  { name = "weights", takes = takes.kind("table"), about = "For \"custom\": the weight of each task.",
    example = [[tasks = "languages_*", groups = { { name = "languages", mean = "custom",
  weights = { languages_de = 1, languages_en = 2, languages_es = 1 } } }]] },
  { name = "shared", takes = takes.yes_or_no, default = "as the benchmark's card says",
    about = "Clusters of one name in several tasks are one, such as a question that is asked in three languages.",
    example = [[tasks = "languages_*", cluster = "question_id", groups = { { name = "languages", shared = true } }]] },
}

local gate = {
  { name = "baseline", takes = takes.text, about = "The run that the others are held against, to the letter.",
    example = [[gate = { baseline = "model_a", margin = 0.05 }]] },
  { name = "margin", takes = takes.at_least(0), default = "0", about = "How much worse is still well, in score units.",
    example = [[gate = { baseline = "model_a", margin = 0.02 }]] },
  { name = "test", takes = takes.one_of("non_inferiority", "equivalence"), default = '"non_inferiority"',
    about = "Must the whole interval of the difference lie above -margin, or also below margin?",
    example = [[gate = { baseline = "model_a", margin = 0.15, test = "equivalence" }]] },
  { name = "candidate", takes = takes.text, default = "every other run", about = "The run that must pass.",
    example = [[gate = { baseline = "model_a", candidate = "model_b", margin = 0.05 }]] },
  { name = "task", takes = takes.text, default = "all", about = "The task that counts.",
    example = [[gate = { baseline = "model_a", task = "reading", margin = 0.05 }]] },
  { name = "metric", takes = takes.text, default = "all", about = "The metric that counts.",
    example = [[gate = { baseline = "model_a", metric = "acc", margin = 0.05 }]] },
  { name = "partial", takes = takes.yes_or_no, default = "false",
    about = "May a candidate pass that has no score for some of the baseline's items?",
    example = [[gate = { baseline = "model_a", partial = true, margin = 0.05 }]] },
}

local report = {
  { name = "template", takes = takes.template, default = '"summary"',
    about = "A stock template, the path of a Lua file that returns one, or a function (results, doc).",
    example = [[report = { template = "comparison" }]] },
  { name = "to", takes = takes.texts, default = "the screen",
    about = "Files to write, in the folder where it runs; the ending says the format: .md .html .tex .csv .json .txt.",
    example = [[report = { to = { "report.md", "results.json" } }]] },
  { name = "format", takes = takes.one_of("terminal", "markdown", "html", "latex", "csv", "json"),
    default = "by the file's ending; \"terminal\" on the screen", about = "The format, whatever the file is called.",
    example = [[report = { format = "markdown" }]] },
  { name = "unit", takes = takes.one_of("percent", "fraction"), default = '"percent"',
    about = "How scores in 0 to 1 are printed: 74.4 or 0.744. Other scores are printed as they are.",
    example = [[report = { unit = "fraction" }]] },
}

local stop = {
  { name = "half_width", takes = takes.between(0, math.huge), session = true,
    about = "Stop when the interval of a score that holds at every look is at most so much to either side.",
    example = [[stop = { half_width = 0.02 }]] },
  { name = "baseline", takes = takes.text, session = true,
    about = "Or stop when the difference from this run is known to lie beyond `margin`, or within it.",
    example = [[stop = { baseline = "model_a" }]] },
  { name = "margin", takes = takes.at_least(0), default = "0", session = true,
    about = "With `baseline`: the difference that matters, in score units.",
    example = [[stop = { baseline = "model_a", margin = 0.01 }]] },
  { name = "metric", takes = takes.text, default = "the first that is pushed", session = true,
    about = "The metric that is watched.", example = [[stop = { half_width = 0.02, metric = "acc" }]] },
  { name = "level", takes = takes.between(0, 1), default = "`level`", session = true,
    about = "The confidence of these intervals.", example = [[stop = { half_width = 0.02, level = 0.9 }]] },
  { name = "min_items", takes = takes.whole(1), default = "1", session = true,
    about = "Never stop before so many items.", example = [[stop = { half_width = 0.02, min_items = 100 }]] },
}

-- ---- all of them --------------------------------------------------------------------------------------------

---@type whisker.Key[]
return {
  { name = "title", takes = takes.text, about = "The heading of the report.",
    example = [[title = "Reading: model_b against model_a"]] },
  { name = "data", takes = takes.list_or_text, entries = data,
    about = "Where the logs are: a path, a table with more about them, or a list of either. A session needs none.",
    example = [[data = "examples/logs/lm_eval"]] },
  { name = "tasks", takes = takes.texts, default = "all", about = "The tasks that are reported; * matches anything.",
    example = [[tasks = { "reading", "languages_*" }]] },
  { name = "metrics", takes = takes.texts, default = "all that are no bookkeeping",
    about = "The metrics that are reported; one with a filter (\"exact_match,first\") may be named without it.",
    example = [[metrics = { "acc", "acc_norm" }]] },
  { name = "runs", keys = runs, about = "Which runs there are, and what they are called." },
  { name = "cluster", takes = takes.cluster, default = "what is known of the benchmark; else none",
    about = "What makes items alike: a field, a function of the item, or a list of two to four such keys that cross. " ..
      "A field may be named by its last part. false takes items for independent, whatever is known.",
    example = [[cluster = function(item) return item.doc.passage_id end]] },
  { name = "missing", takes = takes.one_of("drop", "zero", "error"), default = "as the format means it; else \"drop\"",
    about = "Items without a score are left out and counted, or score 0, or are an error.",
    example = [[missing = "error"]] },
  { name = "weight", takes = takes.text, default = "every item alike",
    about = "A field of numbers: the weight of each item.",
    example = [[tasks = "sums", metrics = "exact_match", weight = "doc.steps"]] },
  { name = "judgement", takes = takes.text,
    about = "A field that tells apart several judgements of one answer, which `draw` names: then the variance of a score " ..
      "has three sources, items, answers and the judge (METHODS 6.3).",
    example = [[data = { path = "examples/judged/answers.csv", format = "csv",
  fields = { item = "question", run = "model", draw = "answer", judgement = "judgement", score = "score" } },
judgement = "judgement"]] },
  { name = "stratum", takes = takes.text,
    about = "A field whose groups were fixed when the benchmark was made (METHODS 2.6).",
    example = [[stratum = "doc.level"]] },
  { name = "target", takes = takes.one_of("population", "benchmark"), default = '"population"',
    about = "What is to be known: how well a run does on questions of this kind, or only on these very ones. Then which " ..
      "questions were asked is no chance, only draws vary, and items with two draws or more are needed (METHODS 6.5).",
    example = [[tasks = "sums", metrics = "exact_match", target = "benchmark"]] },
  { name = "level", takes = takes.between(0, 1), default = "0.95", about = "The confidence of intervals.",
    example = [[level = 0.9]] },
  { name = "estimate", keys = estimate, about = "What is estimated of each run, and how." },
  { name = "pair", takes = takes.pair,
    default = '"all", of up to 200 runs; with a `gate`, its baseline', example = [[pair = { baseline = "model_a" }]],
    about = 'Which runs are compared: "all", "none", { baseline = RUN }, a list of { RUN, RUN }, or a function of two ' ..
      "runs. Items are matched by their ids." },
  { name = "compare", keys = compare, about = "How runs are compared." },
  { name = "adjust", takes = takes.name_in(core.names.adjustment, ranking.names), default = '"holm"',
    about = "How p is adjusted for many comparisons of a task and metric; max_t and min_p test all pairs jointly and " ..
      "give ties and ranks (METHODS 5.7).",
    example = [[adjust = "max_t", cluster = "passage_id", runs = {}]] },
  { name = "groups", takes = takes.kind("table"), entries = means,
    about = "Means over tasks, with their differences; what tasks share is taken into account.",
    example = [[tasks = "languages_*", cluster = "question_id",
groups = { { name = "languages", mean = "macro", shared = true } }]] },
  { name = "gate", keys = gate,
    about = "A comparison that must come out well: `whisker run` ends with status 1 when it does not." },
  { name = "report", keys = report, about = "What is written, and where." },
  { name = "journal", takes = takes.text, session = true,
    about = "A file that keeps every pushed sample; a session that finds it there has them again.",
    example = [[journal = "reading.jsonl"]] },
  { name = "on_sample", takes = takes.hook("fun(sample: whisker.Sample): boolean?, string?"), session = true,
    about = "A function of each pushed sample, which it may edit; return false and a reason to drop it.",
    example = [[on_sample = function(sample) sample.keys.length = #sample.item > 4 and "long" or "short" end]] },
  { name = "on_progress", takes = takes.hook("fun(progress: whisker.Progress)"), session = true,
    about = "A function of what is known so far, when a harness asks; an error in it is a problem that the harness sees.",
    example = [[on_progress = function(progress) assert(progress.estimate > 0.2, "no better than by chance") end]] },
  { name = "on_finish", takes = takes.hook("fun(results: whisker.Results, doc: whisker.Blocks)"), session = true,
    about = "A function of the results and the document, which it may edit before they are written.",
    example = [[on_finish = function(results, doc) doc.title = "Nightly: " .. #results.scores .. " scores" end]] },
  { name = "stop", keys = stop, session = true,
    about = "When a harness may end a run early: `half_width` or `baseline`, by intervals that hold at every look." },
}

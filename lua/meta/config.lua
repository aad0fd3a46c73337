---@meta whisker.config
-- Generated from whisker/config/keys.lua (tests/lua/test_manual.lua): the keys of a config.

---@class whisker.Config
---@field title? string The heading of the report.
---@field data? string|whisker.Config.Data|(string|whisker.Config.Data)[] Where the logs are: a path, a table with more about them, or a list of either. A session needs none.
---@field tasks? string|string[] The tasks that are reported; * matches anything.
---@field metrics? string|string[] The metrics that are reported; one with a filter ("exact_match,first") may be named without it.
---@field runs? whisker.Config.Runs Which runs there are, and what they are called.
---@field cluster? string|(fun(item: whisker.Item): string|number|nil)|(string|function)[]|false What makes items alike: a field, a function of the item, or a list of two to four such keys that cross. A field may be named by its last part. false takes items for independent, whatever is known.
---@field missing? "drop"|"zero"|"error" Items without a score are left out and counted, or score 0, or are an error.
---@field weight? string A field of numbers: the weight of each item.
---@field judgement? string A field that tells apart several judgements of one answer, which `draw` names: then the variance of a score has three sources, items, answers and the judge (METHODS 6.3).
---@field stratum? string A field whose groups were fixed when the benchmark was made (METHODS 2.6).
---@field target? "population"|"benchmark" What is to be known: how well a run does on questions of this kind, or only on these very ones. Then which questions were asked is no chance, only draws vary, and items with two draws or more are needed (METHODS 6.5).
---@field level? number The confidence of intervals.
---@field estimate? whisker.Config.Estimate What is estimated of each run, and how.
---@field pair? "all"|"none"|whisker.Config.Baseline|string[][]|fun(a: string, b: string): boolean Which runs are compared: "all", "none", { baseline = RUN }, a list of { RUN, RUN }, or a function of two runs. Items are matched by their ids.
---@field compare? whisker.Config.Compare How runs are compared.
---@field adjust? "none"|"bonferroni"|"holm"|"hochberg"|"hommel"|"bh"|"by"|"max_t"|"min_p" How p is adjusted for many comparisons of a task and metric; max_t and min_p test all pairs jointly and give ties and ranks (METHODS 5.7).
---@field groups? whisker.Config.Groups[] Means over tasks, with their differences; what tasks share is taken into account.
---@field gate? whisker.Config.Gate A comparison that must come out well: `whisker run` ends with status 1 when it does not.
---@field report? whisker.Config.Report What is written, and where.
---@field journal? string A file that keeps every pushed sample; a session that finds it there has them again.
---@field on_sample? (fun(sample: whisker.Sample): boolean?, string?) A function of each pushed sample, which it may edit; return false and a reason to drop it.
---@field on_progress? (fun(progress: whisker.Progress)) A function of what is known so far, when a harness asks; an error in it is a problem that the harness sees.
---@field on_finish? (fun(results: whisker.Results, doc: whisker.Blocks)) A function of the results and the document, which it may edit before they are written.
---@field stop? whisker.Config.Stop When a harness may end a run early: `half_width` or `baseline`, by intervals that hold at every look.

---@class whisker.Config.Baseline
---@field baseline string the run that every other one is compared with

---@class whisker.Config.Data
---@field path? string A file, a folder with all below it, or a glob; from the config's own folder.
---@field format? string|table A name that `whisker formats` lists; "csv", "json" or "jsonl" with `fields`; the path of a Lua file that declares a format; or the declaration itself.
---@field items? string|string[] Items that every run should have: a file with an id a line, or a list. One that a run lacks is missing.
---@field fields? table<string, string|table<string, string>> For "csv", "json" and "jsonl": which field is the item, score, run, task and draw; every other name is metadata. Paths are dotted, ^ is one container up; score may be a table from metrics to paths.
---@field rows? string For "json": the path to the samples inside of one value.
---@field values? table Texts that stand for scores, with their numbers.
---@field task? string The task of these samples.
---@field run? string The run of these samples, so that each of several entries can be one.
---@field max_cells? integer How large the table of all samples may grow, rows times fields: a limit against files that unpack to more memory than there is.
---@field strict? boolean Stop at the first line that cannot be read, instead of counting it and saying so, and check every value: of what no field asks for, only brackets and the ends of texts are looked at otherwise.

---@class whisker.Config.Runs
---@field select? string|string[]|fun(run: string): boolean The runs that are reported; a name may be a part of one, if it is a part of one only.
---@field rename? table<string, string>|fun(name: string): string? New names; two runs cannot get the same one.
---@field group? table<string, string>|fun(name: string): string? Runs that get the same name are one run, and what each did with an item is a draw of it.

---@class whisker.Config.Estimate
---@field statistic? string What is estimated of a run: pass@K, pass^K, majority@K, g_pass@K:SHARE, median, p95, or a statistic of several columns such as f1, perplexity, bleu (METHODS 4).
---@field columns? table<string, string>|fun(name: string): string? Which metrics a statistic of several columns takes.
---@field variance? "clt"|"bernoulli"|"cluster_paper"|"cr0"|"cr1"|"cr2"|"cr3"|"linearized"|"jackknife" How the variance of a mean is estimated (METHODS 2.2).
---@field interval? "t"|"normal"|"wald"|"wilson"|"wilson_continuity"|"clopper_pearson"|"jeffreys"|"jeffreys_equal_tailed"|"agresti_coull"|"bayes"|"likelihood_ratio"|"blaker"|"minimum_likelihood"|"korn_graubard"|"effective_wilson"|"exact_bound"|"clustered_wilson"|"newcombe"|"tango"|"agresti_caffo"|"miettinen_nurminen"|"t_wilson"|"log_t"|"logit_t"|"order_statistics"|"woodruff"|"bootstrap"|"bootstrap_percentile"|"bootstrap_basic"|"bootstrap_normal"|"bootstrap_bca"|"bootstrap_studentized"|"wild" How the interval is made; a name that begins with bootstrap, or wild, resamples clusters.
---@field range? number[] The lowest and the highest score that there can be: intervals stay within.
---@field replicates? integer How many resamples, or patterns of signs, an interval or a test draws.
---@field seed? integer Where the random numbers start: the same seed gives the same bytes, on any number of threads.

---@class whisker.Config.Compare
---@field pairing? "paired"|"unpaired" Whether differences are taken item by item, or between two means.
---@field test? "t"|"sign_flip"|"wild"|"mcnemar"|"mid_p" Where p comes from: flips of the signs of clusters, the wild bootstrap, McNemar's table (METHODS 5.4, 9).
---@field interval? "t"|"normal"|"wald"|"wilson"|"wilson_continuity"|"clopper_pearson"|"jeffreys"|"jeffreys_equal_tailed"|"agresti_coull"|"bayes"|"likelihood_ratio"|"blaker"|"minimum_likelihood"|"korn_graubard"|"effective_wilson"|"exact_bound"|"clustered_wilson"|"newcombe"|"tango"|"agresti_caffo"|"miettinen_nurminen"|"t_wilson"|"log_t"|"logit_t"|"order_statistics"|"woodruff"|"bootstrap"|"bootstrap_percentile"|"bootstrap_basic"|"bootstrap_normal"|"bootstrap_bca"|"bootstrap_studentized"|"wild" How the interval of a difference is made.
---@field variance? "clt"|"bernoulli"|"cluster_paper"|"cr0"|"cr1"|"cr2"|"cr3"|"linearized"|"jackknife" How the variance of a difference is estimated.
---@field power? number The power of which the smallest detectable difference, MDE, speaks.
---@field equivalence? number A margin in score units: is the difference shown to lie within it on both sides (METHODS 5.8)?
---@field bayes? boolean For 0/1 scores without clusters: the posterior probability that the first run is better (METHODS 5.10).
---@field replicates? integer How many resamples, or patterns of signs, an interval or a test draws.
---@field seed? integer Where the random numbers start: the same seed gives the same bytes, on any number of threads.

---@class whisker.Config.Groups
---@field name? string What the mean is called.
---@field tasks? string|string[] Which tasks; * matches anything.
---@field metric? string|table Of which metric; or a table from tasks to their metrics, where they differ.
---@field mean? "micro"|"macro"|"custom"|"win_rate" Every item alike, every task alike, by `weights`, or the share of the other runs that a run beats.
---@field weights? table For "custom": the weight of each task.
---@field shared? boolean Clusters of one name in several tasks are one, such as a question that is asked in three languages.

---@class whisker.Config.Gate
---@field baseline? string The run that the others are held against, to the letter.
---@field margin? number How much worse is still well, in score units.
---@field test? "non_inferiority"|"equivalence" Must the whole interval of the difference lie above -margin, or also below margin?
---@field candidate? string The run that must pass.
---@field task? string The task that counts.
---@field metric? string The metric that counts.
---@field partial? boolean May a candidate pass that has no score for some of the baseline's items?

---@class whisker.Config.Report
---@field template? string|fun(results: whisker.Results, doc: whisker.Document): table[]? A stock template, the path of a Lua file that returns one, or a function (results, doc).
---@field to? string|string[] Files to write, in the folder where it runs; the ending says the format: .md .html .tex .csv .json .txt.
---@field format? "terminal"|"markdown"|"html"|"latex"|"csv"|"json" The format, whatever the file is called.
---@field unit? "percent"|"fraction" How scores in 0 to 1 are printed: 74.4 or 0.744. Other scores are printed as they are.

---@class whisker.Config.Stop
---@field half_width? number Stop when the interval of a score that holds at every look is at most so much to either side.
---@field baseline? string Or stop when the difference from this run is known to lie beyond `margin`, or within it.
---@field margin? number With `baseline`: the difference that matters, in score units.
---@field metric? string The metric that is watched.
---@field level? number The confidence of these intervals.
---@field min_items? integer Never stop before so many items.

-- Where each method comes from, for readers who check: paper, and section of METHODS.md.

local method_sources = {}

local variances = {
  clt = "independent items: Miller 2024, eq. 1 (METHODS 2.2)",
  bernoulli = "Bernoulli: Miller 2024, eq. 2 (METHODS 2.2)",
  cluster_paper = "clustered as printed in Miller 2024, eq. 4 (METHODS 2.2)",
  cr0 = "CR0: Liang and Zeger 1986; Miller 2024, appendix A (METHODS 2.2)",
  cr1 = "CR1: CR0 times G/(G - 1) (METHODS 2.2)",
  cr2 = "CR2: Bell and McCaffrey 2002; degrees of freedom: Pustejovsky and Tipton 2018 (METHODS 2.2, 2.3)",
  cr3 = "CR3 (METHODS 2.2)",
  linearized = "linearised, for strata or finite populations (METHODS 2.6)",
}

local intervals = {
  t = "Student's t (METHODS 3.1)", normal = "normal (METHODS 3.1)", wald = "Wald (METHODS 3.2)",
  wilson = "Wilson 1927 (METHODS 3.2)", clopper_pearson = "Clopper and Pearson 1934 (METHODS 3.2)",
  jeffreys = "Jeffreys; Brown, Cai and DasGupta 2001 (METHODS 3.2)",
  korn_graubard = "Korn and Graubard 1998 (METHODS 3.3)",
  effective_wilson = "Wilson at the effective size; Korn and Graubard 1998 (METHODS 3.3)",
  clustered_wilson = "Wilson at the number of trials that the mean is worth (METHODS 3.3)",
  exact_bound = "exact bound where all scores are equal (METHODS 3.4)",
  newcombe = "Newcombe 1998 (METHODS 5.4)", tango = "Tango 1998 (METHODS 5.4)",
  t_wilson = "t, its far bound by the hybrid of Zou and Donner 2008 (METHODS 5.1)",
  bootstrap = "bootstrap-t (METHODS 9.1)", bootstrap_percentile = "percentile bootstrap (METHODS 9.1)",
  bootstrap_basic = "basic bootstrap (METHODS 9.1)", bootstrap_normal = "normal bootstrap (METHODS 9.1)",
  bootstrap_bca = "BCa: Efron 1987 (METHODS 9.1)", bootstrap_studentized = "bootstrap-t (METHODS 9.1)",
  wild = "wild cluster bootstrap-t (METHODS 9.3)", order_statistics = "order statistics (METHODS 4.5)",
  woodruff = "Woodruff (METHODS 4.5)",
}

local tests = {
  t = "Student's t on the paired differences (METHODS 5.1)", sign_flip = "flips of signs (METHODS 9.2)",
  sign_flip_t = "flips of signs of the studentised difference (METHODS 5.7)",
  wild = "wild cluster bootstrap (METHODS 9.3)", mcnemar = "McNemar 1947, exact (METHODS 5.4)",
  mid_p = "McNemar, mid-p: Lancaster 1961 (METHODS 5.4)",
}

local adjustments = {
  holm = "Holm 1979", hochberg = "Hochberg 1988", hommel = "Hommel 1988", bonferroni = "Bonferroni",
  bh = "Benjamini and Hochberg 1995", by = "Benjamini and Yekutieli 2001", none = "none",
  max_t = "jointly by the largest t, step-down", min_p = "jointly by the smallest p, step-down",
}

--- Distinct texts of a field over records, in the order in which they appear.
local function add(list, what, records, field, texts)
  local seen = {}
  for _, record in ipairs(records) do
    local name = record[field]
    if name and not seen[name] then
      seen[name] = true
      list[#list + 1] = { what = what, text = texts[name] or name }
    end
  end
end

--- What was done, and where it comes from.
---@param results table
---@return { what: string, text: string }[]
function method_sources.of(results)
  local list = {}
  add(list, "standard error of a score", results.scores, "method", variances)
  add(list, "interval of a score", results.scores, "interval", intervals)
  if #results.comparisons > 0 then
    add(list, "standard error of a difference", results.comparisons, "method", variances)
    add(list, "interval of a difference", results.comparisons, "interval", intervals)
    local named = false
    for _, comparison in ipairs(results.comparisons) do named = named or comparison.test ~= nil end
    if not named then list[#list + 1] = { what = "p value", text = tests.t } end
    add(list, "p value", results.comparisons, "test", tests)
    list[#list + 1] = { what = "p of several comparisons", text = (adjustments[results.adjust] or results.adjust)
      .. " (METHODS 5.7)" }
    list[#list + 1] = { what = "smallest detectable difference", text = "Miller 2024, eq. 10, with the noncentral t " ..
      "(METHODS 5.3)" }
  end
  if #(results.components or {}) > 0 then
    list[#list + 1] = { what = "parts of the variance", text = "items and draws (METHODS 6.2)" }
  end
  return list
end

return method_sources

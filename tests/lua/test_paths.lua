local check = require("check")
local paths = require("whisker.paths")

local tests = check.tests()

function tests.split_and_join_are_inverse()
  for _, path in ipairs({ "a/b/c.json", "/c.json", "c.json", "a/c" }) do
    local folder, name = paths.split(path)
    check.equal(paths.join(folder, name), path)
  end
  check.equal(paths.join("a/", "/b/c"), "/b/c")
end

function tests.stem_and_extension()
  local stem, extension = paths.stem("samples_x_2025.066.JSONL")
  check.equal(stem, "samples_x_2025.066")
  check.equal(extension, "jsonl")
  check.equal(select(2, paths.stem("noext")), "")
end

function tests.globs()
  check.equal(paths.matches("results/x.json", "results/*.json"), true)
  check.equal(paths.matches("results/deep/x.json", "results/*.json"), false)
  check.equal(paths.matches("results/deep/x.json", "results/**.json"), true)
  check.equal(paths.matches("./a-b+c.json", "a-b+c.json"), true)
  check.equal(paths.matches("axb.json", "a.b.json"), false)
  check.equal(paths.matches("a1.json", "a?.json"), true)
  check.equal(paths.glob_root("logs/x/*.json"), "logs/x")
  check.equal(paths.glob_root("*.json"), ".")
  check.equal(paths.glob_root("/*.json"), "/")
end

function tests.names_match_globs_across_slashes()
  check.equal(paths.name_matches("inspect_evals/arc_easy", "*arc*"), true)
  check.equal(paths.name_matches("tokens.openai/gpt-5", "tokens*"), true)
  check.equal(paths.name_matches("f1 (a.b)", "f1 (a.?)"), true)
  check.equal(paths.name_matches("ab", "a*/b"), false)
end

return tests

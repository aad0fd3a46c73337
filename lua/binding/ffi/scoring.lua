-- Item scores that are more than a mean: pass@k and majorities from several draws, next-token scores from options.

local arguments = require("whisker.ffi.arguments")
local designs = require("whisker.ffi.design")
local estimate = require("whisker.ffi.estimate")
local of_items = require("whisker.ffi.items")
local native = require("whisker.ffi.native")
local names = require("whisker.ffi.names")
local C, ffi = native.C, native.ffi
local misuse, failure, new_error = arguments.misuse, arguments.failure, arguments.new_error

-- ---- pass@k -------------------------------------------------------------------------------------------------------

local pass_options = { { "kind", names.pass }, { "k", "count" }, { "share", "number" } }
local mean_part = { { "variance", names.variance }, { "interval", names.interval }, { "level", "number" } }

local design_mean_options = {}
for _, part in ipairs({ pass_options, mean_part }) do
  for _, option in ipairs(part) do design_mean_options[#design_mean_options + 1] = option end
end
local array_mean_options = of_items.with_items(design_mean_options)

--- The options of passes and of the mean over items.
local function read_pass_options(name, position, given, known)
  local pass, mean = native.struct("whisker_pass_options"), native.struct("whisker_mean_options")
  local read = arguments.options(name, position, given, known, {})
  for _, option in ipairs(pass_options) do pass[option[1]] = read[option[1]] or 0 end
  for _, option in ipairs(mean_part) do mean[option[1]] = read[option[1]] or 0 end
  mean.low, mean.high = 0, 1
  return pass, mean
end

local function list_of(numbers, count)
  local list = {}
  for i = 0, count - 1 do list[i + 1] = numbers[i] == numbers[i] and numbers[i] end
  return list
end

local function mean_of(name, position, kept, items, scores, options)
  local out, problem = native.struct("whisker_estimate"), new_error()
  local status = native.call(kept, C.whisker_mean, items, scores, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure(name, position, status, problem) end
  return estimate.estimate(out)
end

local function take_count(name, position, value, what)
  arguments.integer(name, position, value)
  if value < 0 or value > 2 ^ 31 - 1 then
    misuse(name, position, "%s must be a whole number from 0 on", what)
  end
  return value
end

local function pass_value(n, c, k, kind, share)
  local name = "pass_value"
  n, c, k = take_count(name, 1, n, "n"), take_count(name, 2, c, "c"), take_count(name, 3, k, "k")
  local number = C.WHISKER_PASS_AT
  if kind ~= nil then
    arguments.text(name, 4, kind)
    number = arguments.name_number(name, 4, "kind", kind, names.pass)
  end
  share = share == nil and 0 or arguments.number(name, 5, share)
  return arguments.number_or_nil(C.whisker_pass_value(number, n, c, k, share))
end

--- Whole numbers of a list; false and nil are 0.
local function read_counts(name, position, list, n)
  local numbers, counts = arguments.numbers(name, position, list, nil, n), ffi.new("int32_t[?]", math.max(n, 1))
  for i = 0, n - 1 do
    local number = numbers[i] == numbers[i] and numbers[i] or 0
    if number < 0 or number > 2 ^ 31 - 1 or number ~= math.floor(number) then
      misuse(name, position, "element %d of the list must be a whole number from 0 on", i + 1)
    end
    counts[i] = number
  end
  return counts
end

--- The scores of draws and passes, and how many; or nil and what to return.
local function read_scores(name, draws, passed, options)
  arguments.table(name, 1, draws)
  arguments.table(name, 2, passed)
  local n, problem = arguments.list_length(draws), new_error()
  local n_passed = arguments.list_length(passed)
  if n_passed ~= n then misuse(name, 2, "%d passes for %d items", n_passed, n) end
  local counts, passes = read_counts(name, 1, draws, n), read_counts(name, 2, passed, n)
  local scores = ffi.new("double[?]", math.max(n, 1))
  local status = C.whisker_pass_scores(n, counts, passes, options, scores, problem)
  if status ~= C.WHISKER_OK then return failure(name, status == C.WHISKER_BAD_ARGUMENT and 2 or 3, status, problem) end
  return scores, n
end

local function pass_scores(draws, passed, given)
  local options = read_pass_options("pass_scores", 3, given, pass_options)
  local scores, n, code = read_scores("pass_scores", draws, passed, options)
  if not scores then return nil, n, code end
  return list_of(scores, n)
end

local function pass_at(draws, passed, given)
  local options, mean = read_pass_options("pass_at", 3, given, array_mean_options)
  local scores, n, code = read_scores("pass_at", draws, passed, options)
  if not scores then return nil, n, code end
  local items, kept = of_items.read("pass_at", 3, given, n)
  return mean_of("pass_at", 3, kept, items, scores, mean)
end

local function read_design_scores(name, self, run, options)
  local pointer, problem = designs.take(name, 0, self), new_error()
  run = designs.take_run(name, 1, pointer, run)
  local n = designs.n_items(pointer)
  local scores = ffi.new("double[?]", math.max(n, 1))
  local status = C.whisker_design_pass_scores(pointer, run, options, scores, problem)
  if status ~= C.WHISKER_OK then return failure(name, 2, status, problem) end
  return scores, n
end

local function design_pass_scores(self, run, given)
  local options = read_pass_options("pass_scores", 2, given, pass_options)
  local scores, n, code = read_design_scores("pass_scores", self, run, options)
  if not scores then return nil, n, code end
  return list_of(scores, n)
end

local function design_pass_at(self, run, given)
  local options, mean = read_pass_options("pass_at", 2, given, design_mean_options)
  local scores, message, code = read_design_scores("pass_at", self, run, options)
  if not scores then return nil, message, code end
  return mean_of("pass_at", 2, {}, designs.items(designs.take("pass_at", 0, self)), scores, mean)
end

-- ---- majorities ---------------------------------------------------------------------------------------------------

--- Counts of answers, the place of the right one (nil: it was never given), k.
local function majority_at(list, right, k)
  local name, problem = "majority_at", new_error()
  arguments.table(name, 1, list)
  local n = arguments.list_length(list)
  right = right == nil and -1 or arguments.place(name, 2, right, n, "answer")
  k = take_count(name, 3, k, "k")
  local narrow, value = read_counts(name, 1, list, n), ffi.new("double[1]")
  local counts = ffi.new("int64_t[?]", math.max(n, 1))
  for i = 0, n - 1 do counts[i] = narrow[i] end
  local status = C.whisker_majority_at(n, counts, right, k, nil, value, problem)
  if status ~= C.WHISKER_OK then return failure(name, 3, status, problem) end
  return arguments.number_or_nil(value[0])
end

-- ---- next-token scoring -------------------------------------------------------------------------------------------

local function check_item(position, item, i)
  if type(item) ~= "table" then
    misuse("option_scores", position, "element %d of the list must be a table, got %s", i, type(item))
  end
  return item
end

--- A list of lists of numbers, one after the other: where each begins, the numbers, how many lists. With `like`, each
--- is as long as there.
local function read_option_lists(position, lists, like)
  local name, n = "option_scores", arguments.list_length(lists)
  if like and n ~= like.n then misuse(name, position, "%d items, and the first list has %d", n, like.n) end
  local made = { n = n, first = ffi.new("int64_t[?]", n + 1) }
  local total = 0
  for i = 1, n do
    local length = arguments.list_length(check_item(position, rawget(lists, i), i))
    local expected = like and tonumber(like.first[i] - like.first[i - 1])
    if expected and length ~= expected then
      misuse(name, position, "item %d has %d options, and %d in the first list", i, length, expected)
    end
    total = total + length
    made.first[i] = total
  end
  made.numbers = ffi.new("double[?]", math.max(total, 1))
  for i = 1, n do
    local begin = tonumber(made.first[i - 1])
    local length = tonumber(made.first[i]) - begin
    ffi.copy(made.numbers + begin, arguments.numbers(name, position, rawget(lists, i), "item", length), length * 8)
  end
  return made
end

--- Places of the right options, from 0; false and nil are -1.
local function read_right(list, n)
  if #list > n then misuse("option_scores", 2, "%d right options for %d items", #list, n) end
  local places, right = read_counts("option_scores", 2, list, n), ffi.new("int64_t[?]", math.max(n, 1))
  for i = 0, n - 1 do right[i] = places[i] - 1 end
  return right
end

local function option_scores(log_likelihoods, right, lengths)
  local name, problem = "option_scores", new_error()
  arguments.table(name, 1, log_likelihoods)
  arguments.table(name, 2, right)
  local options, divisors = read_option_lists(1, log_likelihoods), nil
  if lengths ~= nil then
    arguments.table(name, 3, lengths)
    divisors = read_option_lists(3, lengths, options)
  end
  local places = read_right(right, options.n)
  local probability = ffi.new("double[?]", math.max(options.n, 1))
  local accuracy = ffi.new("double[?]", math.max(options.n, 1))
  local status = C.whisker_option_scores(options.n, options.first, options.numbers, divisors and divisors.numbers,
    places, probability, accuracy, problem)
  if status ~= C.WHISKER_OK then return failure(name, 2, status, problem) end
  return { probability = list_of(probability, options.n), accuracy = list_of(accuracy, options.n) }
end

local next_token_options = of_items.with_items(mean_part)

local function next_token(probability, accuracy, given)
  local name, problem = "next_token", new_error()
  arguments.table(name, 1, probability)
  arguments.table(name, 2, accuracy)
  local options = native.struct("whisker_mean_options")
  arguments.options(name, 3, given, next_token_options, options)
  local n, n_accuracy = arguments.list_length(probability), arguments.list_length(accuracy)
  if n_accuracy ~= n then misuse(name, 2, "%d scores, and the first list has %d", n_accuracy, n) end
  local p, right = arguments.numbers(name, 1, probability, nil, n), arguments.numbers(name, 2, accuracy, nil, n)
  local items, kept = of_items.read(name, 3, given, n)
  local out = native.struct("whisker_next_token")
  out.probability.size, out.accuracy.size = ffi.sizeof("whisker_estimate"), ffi.sizeof("whisker_estimate")
  local status = native.call(kept, C.whisker_next_token_mean, items, p, right, options, nil, out, problem)
  if status ~= C.WHISKER_OK then return failure(name, 3, status, problem) end
  return { probability = estimate.estimate(out.probability), accuracy = estimate.estimate(out.accuracy),
    variance_ratio = arguments.number_or_nil(out.variance_ratio) }
end

local module = {}

function module.add(core)
  core.pass_value, core.pass_scores, core.pass_at = pass_value, pass_scores, pass_at
  core.majority_at, core.option_scores, core.next_token = majority_at, option_scores, next_token
  designs.methods.pass_scores, designs.methods.pass_at = design_pass_scores, design_pass_at
end

return module

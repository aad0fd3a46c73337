-- A report of runs with awkward names, and of many of them: a CSV on standard output. lua5.4 pages.lua FEW|MANY

local names = { "anthropic/claude-opus-4-5-20251101-thinking-high-effort-with-tools-and-more-of-a-name-than-fits",
  "نموذج اللغة الكبير 70B", "通义千问-235B-A22B-指令版", "<script>alert(1)</script>", "</script><img src=x onerror=alert(2)>",
  "javascript:alert(3)" }
if arg[1] == "MANY" then
  for i = #names + 1, 60 do names[i] = ("model %02d"):format(i) end
end

--- Numbers that look random, the same everywhere.
local state = 12345
local function draw()
  state = (state * 1103515245 + 12345) % 2147483648
  return state / 2147483648
end

print("model,task,item,topic,correct")
for run, name in ipairs(names) do
  for item = 1, 120 do
    local right = draw() < 0.85 - 0.5 * (run - 1) / #names - 0.2 * (item // 6 % 3) / 3
    print(('"%s",quiz,q%d,topic%d,%d'):format(name, item, item // 6, right and 1 or 0))
  end
end

-- A document as a complete small file of LaTeX: tables by booktabs, drawings by LaTeX's own picture, no other package
-- but color where there are figures.
-- pdflatex and lualatex both take it; letters that pdflatex's fonts lack are shown there by their code.

local cells = require("whisker.report.cells")
local core = require("whisker.core")
local figures = require("whisker.report.writers.picture")
local tex = require("whisker.report.tex")
local whisker_line = require("whisker.report.whisker_line")
local width = require("whisker.report.width")

--- In points, of a page 455 wide and of the size \small; a table of more lines than a page holds is cut.
local room, per_character, between_columns, drawing, longest_name, most_lines = 455, 4.4, 10, 100, 30, 45

local preamble = [[
\documentclass[10pt]{article}
\usepackage{booktabs}
\setlength{\textwidth}{16cm}
\setlength{\textheight}{24cm}
\setlength{\oddsidemargin}{0pt}
\setlength{\topmargin}{-1.5cm}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\tabcolsep}{5pt}
\setlength{\unitlength}{1pt}
\emergencystretch=3em
% A letter by itself where the engine reads Unicode and the font has it, else its code.
\newcommand{\coded}[1]{\texttt{U+#1}}
\ifdefined\Umathchar\newcommand{\letter}[2]{\iffontchar\font"#1 #2\else\coded{#1}\fi}
\else\newcommand{\letter}[2]{\coded{#1}}\fi
\DeclareRobustCommand{\unicode}[2]{\letter{#1}{#2}\allowbreak}
% An interval: its low end, its length, its high end; a value; a tick of the axis.
\newcommand{\interval}[3]{\put(#1,2.5){\line(1,0){#2}}\put(#1,0.5){\line(0,1){4}}\put(#3,0.5){\line(0,1){4}}}
\newcommand{\mean}[1]{\put(#1,2.5){\circle*{4}}}
\newcommand{\tick}[1]{\put(#1,2.5){\makebox(0,0){$\cdot$}}}
\newcommand{\zero}[1]{\put(#1,-1){\line(0,1){7}}}
\newcommand{\ticklabel}[2]{\put(#1,0){\makebox(0,0)[b]{\scriptsize #2}}}
]]

-- ---- drawings -----------------------------------------------------------------------------------------------

local function coordinate(value) return core.fixed_text(value, 1) end

local function place(axis, value)
  return coordinate(3 + (drawing - 6) * (value - axis.low) / (axis.high - axis.low))
end

local function picture(height, parts)
  return ("\\begin{picture}(%d,%d)%s\\end{picture}"):format(drawing, height, table.concat(parts))
end

local function axis_labels(axis)
  local parts = {}
  for i, tick in ipairs(axis.ticks) do
    local label = tex.escape(whisker_line.label(axis, tick))
    parts[i] = ("\\ticklabel{%s}{%s}"):format(place(axis, tick), label)
  end
  return picture(6, parts)
end

local function whisker(axis, cell)
  local parts, scale = {}, axis.scale
  for i, tick in ipairs(axis.ticks) do
    parts[i] = ("\\%s{%s}"):format(axis.zero and tick == 0 and "zero" or "tick", place(axis, tick))
  end
  if cell.low then
    local length = (cell.high - cell.low) * scale * (drawing - 6) / (axis.high - axis.low)
    parts[#parts + 1] = ("\\interval{%s}{%s}{%s}"):format(place(axis, cell.low * scale), coordinate(length),
      place(axis, cell.high * scale))
  end
  if cell.value then parts[#parts + 1] = ("\\mean{%s}"):format(place(axis, cell.value * scale)) end
  return picture(5, parts)
end

-- ---- tables -------------------------------------------------------------------------------------------------

--- Names, and the column that gives way, are broken when they are long.
local function is_broken(block, j) return j == 1 or j == block.gives_way end

local function points(block, j)
  local most = width.of(block.columns[j].title or "")
  for _, row in ipairs(block.rows) do most = math.max(most, width.of(cells.text(row[j], block))) end
  return (is_broken(block, j) and math.min(most, longest_name) or most) * per_character + between_columns
end

--- The column that is drawn, and its axis where the line has room for it.
local function drawn_column(block)
  local drawn, left = nil, room
  for j, cell in ipairs(block.rows[1] or {}) do
    if cell.kind == "whisker" then drawn = j else left = left - points(block, j) end
  end
  if not drawn or left < drawing + between_columns then return drawn, nil end
  local list = {}
  for i, row in ipairs(block.rows) do list[i] = row[drawn] end
  return drawn, whisker_line.axis(list, 36, block.unit == "percent" and 100 or 1)
end

local function cell_text(cell, block, j)
  local text = cells.text(cell, block)
  if cell.kind ~= "text" then return tex.number(text) end
  if not is_broken(block, j) or width.of(text) <= longest_name then return tex.escape(text) end
  return ("\\parbox[t]{%dpt}{\\raggedright\\hangindent=1em %s\\strut}"):format(longest_name * per_character,
    tex.name(text))
end

local function line(texts, drawn, axis)
  local parts = {}
  for j, text in ipairs(texts) do
    if j ~= drawn or axis then parts[#parts + 1] = text end
  end
  return table.concat(parts, " & ") .. " \\\\"
end

local function heads(block, drawn, axis)
  local columns, titles = {}, {}
  for j, column in ipairs(block.columns) do
    if j ~= drawn or axis then columns[#columns + 1] = column.align == "right" and "r" or "l" end
    titles[j] = j == drawn and axis and axis_labels(axis) or tex.escape(column.title or "")
  end
  return table.concat(columns), line(titles, drawn, axis)
end

local function row_line(block, row, drawn, axis)
  local texts = {}
  for j, cell in ipairs(row) do texts[j] = j == drawn and axis and whisker(axis, cell) or cell_text(cell, block, j) end
  return line(texts, drawn, axis)
end

--- How many lines a row takes, about.
local function lines_of(block, row)
  local most = 1
  for j, cell in ipairs(row) do
    if is_broken(block, j) then most = math.max(most, math.ceil(width.of(cells.text(cell, block)) / (longest_name - 4))) end
  end
  return most
end

local function table_of(out, block)
  if block.room == "page" then return end
  if block.caption then
    out[#out + 1] = ("\n\\parbox{\\linewidth}{\\textit{%s}}\\par\\nopagebreak"):format(tex.number(block.caption))
  end
  local drawn, axis = drawn_column(block)
  local columns, head = heads(block, drawn, axis)
  local begin = ("\n{\\small\\begin{tabular}{@{}%s@{}}\n\\toprule\n%s\n\\midrule"):format(columns, head)
  local lines = 0
  out[#out + 1] = begin
  for _, row in ipairs(block.rows) do
    if lines + lines_of(block, row) > most_lines then
      out[#out + 1], lines = "\\bottomrule\n\\end{tabular}\\par}\n" .. begin, 0
    end
    out[#out + 1], lines = row_line(block, row, drawn, axis), lines + lines_of(block, row)
  end
  out[#out + 1] = "\\bottomrule\n\\end{tabular}\\par}"
end

-- ---- blocks -------------------------------------------------------------------------------------------------

local function notes_of(out, block)
  if block.title then out[#out + 1] = ("\n\\subsection*{%s}"):format(tex.escape(block.title)) end
  out[#out + 1] = "\\begin{itemize}\\setlength{\\itemsep}{0pt}"
  for _, item in ipairs(block.items) do
    out[#out + 1] = ("\\item%s %s"):format(item.mark == "!" and "[\\textbf{!}]" or "[\\textperiodcentered]",
      tex.number(item.text))
  end
  out[#out + 1] = "\\end{itemize}"
end

local blocks = {
  section = function(out, block)
    out[#out + 1] = ("\n\\section*{%s}"):format(tex.name(block.text))
    if block.facts then out[#out + 1] = tex.number(block.facts) end
  end,
  paragraph = function(out, block)
    local lead = block.lead and ("\\textbf{%s} "):format(tex.number(block.lead)) or ""
    out[#out + 1] = "\n" .. lead .. tex.number(block.text)
  end,
  table = table_of,
  notes = notes_of,
  figure = function(out, block) figures.figure(out, block.chart) end,
  list = function(out, block)
    local name = block.numbered and "enumerate" or "itemize"
    out[#out + 1] = ("\\begin{%s}\\setlength{\\itemsep}{0pt}"):format(name)
    for _, text in ipairs(block.items) do out[#out + 1] = "\\item " .. tex.number(text) end
    out[#out + 1] = ("\\end{%s}"):format(name)
  end,
  code = function(out, block)
    out[#out + 1] = "\n{\\ttfamily\\small\\raggedright"
    for _, one in ipairs(block.lines) do
      out[#out + 1] = (tex.escape(one):gsub(" ", "\\ ") .. "\\strut\\par")
    end
    out[#out + 1] = "}"
  end,
}

local function opening(doc)
  local holds_figure = false
  for _, block in ipairs(doc.blocks) do holds_figure = holds_figure or block.kind == "figure" end
  return preamble .. (holds_figure and figures.preamble or "") .. "\\begin{document}\n" ..
    (doc.title and ("{\\LARGE\\bfseries\\raggedright %s\\par}"):format(tex.name(doc.title)) or "")
end

---@param doc whisker.Document
---@return string
return function(doc)
  local out = { opening(doc) }
  for _, block in ipairs(doc.blocks) do blocks[block.kind](out, block) end
  return table.concat(out, "\n") .. "\n\n\\end{document}\n"
end

-- What stands around the blocks of a web page: head, style, the small script that sorts tables.

local markup = require("whisker.report.markup")

local page = {}

local style = [[
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #57606a; --rule: #d0d7de; --bar: #0b5cad;
  --warn: #7a4100; --warn-paper: #fff6e5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #a0abb6; --rule: #3a424c;
  --bar: #79b8ff; --warn: #ffd9a0; --warn-paper: #33260f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .2rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
p { max-width: 48rem; margin: .6rem 0; } .facts { color: var(--soft); margin-top: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin: .8rem 0; font-size: .95rem; }
caption { text-align: left; color: var(--soft); padding: .3rem 0; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: middle; }
tbody th { font-weight: 600; min-width: 9rem; } thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td { white-space: nowrap; } .number { text-align: right; font-variant-numeric: tabular-nums; }
thead th[aria-sort] button { text-decoration: underline; }
th button { all: unset; cursor: pointer; } th button:focus-visible, .scroll:focus-visible { outline: 2px solid var(--bar); }
svg { display: block; } svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.tick { stroke: var(--rule); stroke-width: 1; } .zero { stroke: var(--soft); stroke-width: 1.5; }
.bar { stroke: var(--bar); stroke-width: 2; } circle { fill: var(--bar); }
.notes { list-style: none; padding: 0; max-width: 52rem; } .notes li { padding: .35rem .7rem; margin: .25rem 0;
  border-left: 3px solid var(--rule); } .notes .warning { border-color: var(--warn); background: var(--warn-paper);
  color: var(--warn); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media print { :root { --ink: #000; --paper: #fff; --soft: #333; --rule: #999; --bar: #000; --warn: #000;
  --warn-paper: #fff; } body { max-width: none; padding: 0; font-size: 10pt; } .scroll { overflow: visible; }
  table, .notes li { break-inside: avoid; } h2, h3, caption { break-after: avoid; } }
]]

--- Columns of numbers sort when their head is pressed; without scripts the heads are plain texts.
local script = [[
document.querySelectorAll("table").forEach(function (table) {
  var heads = table.querySelectorAll("thead th"), body = table.tBodies[0];
  heads.forEach(function (head, place) {
    var cells = Array.prototype.map.call(body.rows, function (row) { return row.cells[place]; });
    if (!head.textContent.trim() || !cells.some(function (cell) { return cell.hasAttribute("data-sort"); })) return;
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", function () {
      var rises = head.getAttribute("aria-sort") === "descending";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", rises ? "ascending" : "descending");
      Array.prototype.slice.call(body.rows).map(function (row, order) {
        var text = row.cells[place].getAttribute("data-sort");
        return { row: row, order: order, value: text === null ? NaN : Number(text) };
      }).sort(function (a, b) {
        if (isNaN(a.value) || isNaN(b.value)) return isNaN(a.value) - isNaN(b.value) || a.order - b.order;
        return (rises ? a.value - b.value : b.value - a.value) || a.order - b.order;
      }).forEach(function (entry) { body.appendChild(entry.row); });
    });
  });
});
]]

--- A whole page.
---@param title string
---@param content string markup
---@param more_style string? of what stands in the content
function page.around(title, content, more_style)
  return table.concat({
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    markup.element("title", {}, markup.escape(title)),
    "<style>", style .. (more_style or "") .. "</style>",
    "</head>",
    "<body>",
    "<main>", content, "</main>",
    "<script>", script .. "</script>",
    "</body>",
    "</html>", "",
  }, "\n")
end

return page

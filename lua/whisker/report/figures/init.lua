-- The stock figures. Each is a function from results to a chart (see drawing/init.lua), or to nothing where the results
-- do not have what it shows.

local figures = {}

--- The chance to find a difference, and the smallest that is found, against items: of a plan that was solved.
function figures.power_curve(plan) return require("whisker.report.figures.power").curve(plan) end
function figures.detectable_curve(plan) return require("whisker.report.figures.power").detectable(plan) end

return figures

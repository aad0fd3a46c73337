return "deeper " .. require("helper").answer

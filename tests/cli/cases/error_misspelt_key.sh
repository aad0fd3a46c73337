printf -- '-- a config\nreturn {\n  data = "x",\n  clutser = "passage",\n}\n' >report.lua
whisker run report.lua

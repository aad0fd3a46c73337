# A CSV whose columns have the usual names needs no config; other names are declared.
printf 'item,model,correct,topic\nq1,a,1,x\nq2,a,0,x\nq3,a,1,y\nq1,b,0,x\nq2,b,0,x\nq3,b,1,y\n' >scores.csv
whisker report scores.csv
printf 'frage;system;richtig\n1;"A; B";ja\n2;"A; B";nein\n3;"A; B";ja\n' >andere.csv
cat >config.lua <<'LUA'
return { data = { path = "andere.csv", format = "csv", values = { ja = 1, nein = 0 },
  fields = { item = "frage", run = "system", score = "richtig" } } }
LUA
whisker run config.lua

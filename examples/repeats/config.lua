-- Sixty sums, each asked five times: how much of the error bar is chance in the answers, and would more draws help?
return {
  title  = "Sums, five draws each",
  data   = {
    "../logs/inspect/2026-11-22T00-22-05-00-00_sums_P4iwEoT8hQXinhGbCRATUn.eval",
    "../logs/inspect/2026-11-22T00-22-13-00-00_sums_Af8BxKGq8dW3mSdmxvEdAH.eval",
  },
  pair   = { baseline = "scripted/model_a" },
  report = { template = "variance" },
}

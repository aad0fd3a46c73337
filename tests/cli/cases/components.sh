# needs: $SHARED/data/evalchemy/GPQADiamond
# What repeats are worth: 198 questions three times, where the published error is that of the runs; 40 questions ten
# times over, greedily; and the numbers.
cd "$SHARED/data/evalchemy" || exit
whisker report GPQADiamond/ali-elganzory__Qwen3-1.7B-Base-SFT-Tulu3-decontaminated.results.trimmed.json
whisker report AMC23/Qwen__Qwen2.5-1.5B-Instruct.results.trimmed.json
whisker report AMC23/Qwen__Qwen2.5-1.5B-Instruct.results.trimmed.json --format json |
  sed -n '/"components"/,/"plans"/p'

# needs: $SHARED/data/lm_eval/pyfade_gemma3-12b
# Results over 100 items beside samples of 3.
cd "$SHARED/data/lm_eval" && whisker report pyfade_gemma3-12b --task gsm8k --columns 100

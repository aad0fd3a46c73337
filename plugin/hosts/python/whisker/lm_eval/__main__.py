"""python -m whisker.lm_eval"""

from whisker.lm_eval.command import main

main()

# Clusters in place of items, uneven ones, numbers asked for by name, and the answer put to the test.
whisker plan --clusters 30 --cluster-size 3,5,8,2 --icc .3 --mde .1
whisker plan --mde .05 --clusters ? --cluster-size 10 --icc .2
whisker plan --items 198 --within .1667 --draws ? --mde .08 --simulate 400 --scores binary --seed 1
whisker plan --items 40 --mde .2 --simulate 400 --format json

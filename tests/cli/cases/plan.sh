# The worked numbers of Miller 2024, section 5: n = 969; 13.27% at K = 1, 7.57% at K = 10.
whisker plan --mde .03
whisker plan --items 198 --within .16666666666666667
whisker plan --items 198 --within .16666666666666667 --draws 10 --format json
whisker plan --items 500 --mde .05 --accuracy .65,.60 --correlation .3
whisker plan --mde .03 --cluster-size 10 --icc .3

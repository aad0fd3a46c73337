whisker help; echo $?
whisker help formats; echo $?
whisker help config
whisker help config cluster estimate.interval stop
whisker help config clutser; echo $?
whisker help nothing; echo $?

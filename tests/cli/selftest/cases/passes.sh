whisker one "two words"
echo "in $(basename "$PWD") with $LANG"

# The expected output cannot hold the folder, so only the message tells the two reasons apart.
echo "$EXAMPLES"

# needs: $SHARED/no such folder
exit 1

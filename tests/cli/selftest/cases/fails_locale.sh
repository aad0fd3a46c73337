# Bash's printf heeds the locale, as the program must not.
printf '%.1f\n' 0

# Style and script are tested for themselves.
cd "$EXAMPLES/logs" && whisker compare lm_eval --task reading --metric acc --cluster passage_id --title "Reading" --format html |
  sed '/^<style>/,/<\/style>/d; /^<script>/,/<\/script>/d; s/sha256-[^&]*/sha256-HASH/'

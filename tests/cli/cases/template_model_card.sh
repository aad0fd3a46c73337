# A card a run: several units and clusters in one, several draws and no clusters in the other.
cd "$EXAMPLES/logs" || exit
whisker report lm_eval --cluster doc.passage_id --task reading --task languages_de --metric acc --run model_b \
  --template model_card --format markdown
whisker report inspect --task sums --run scripted/model_b --template model_card

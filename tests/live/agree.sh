# shellcheck shell=bash
# Holds the lab to reality: the same world stands once in the namespaces and
# once in a scenario, and the program must see the same in both. A test
# sources this behind world.sh, begins with agree_build, changes the world and
# says `agrees SCENARIO`.
#
# Scenarios are those of the program and the files of worlds/, which say what
# the test has done to the world and nothing else. What agree.jq picks out of
# the two reports must be the same line by line, and the verdict must be what
# the scenario calls its truth.

# Both resolvers know every name, and the client asks both, as in the lab.
agree_build() { # [RELAY OPTION...]
  SECOND_RESOLVER_ZONES="$INSIDE_ZONES $PUBLIC_ZONES"
  REPLACED="$RESOLVER_ADDRESS $INSIDE_RESOLVER_ADDRESS"
  world_build "$@"
  client_resolver "$RESOLVER_ADDRESS" "$INSIDE_RESOLVER_ADDRESS"
  mkdir -p "$WORLD/config/cdsdoctor" "$WORLD/facts"
  ln -s "$LIVE/worlds" "$WORLD/config/cdsdoctor/lab"
}

# Like doctor, on a virtual clock: waiting costs nothing.
agree_doctor_lab() { # SCENARIO OPTION...
  local scenario=$1
  shift
  LAB_REPORT=$WORLD/reports/$scenario.lab.json
  LAB_STATUS=0
  env --ignore-environment XDG_CONFIG_HOME="$WORLD/config" \
    timeout --kill-after=2 60 "$PROGRAM" check --lab "$scenario" --timeout 2 \
    --format json "$@" >"$LAB_REPORT" 2>"$LAB_REPORT.errors" </dev/null ||
    LAB_STATUS=$?
}

# The verdict that the scenario's file calls true.
agree_expect_truth() { # SCENARIO
  local file=$LIVE/worlds/$1.yaml outcome cause layer owner

  [ -e "$file" ] || file=$LIVE/../../data/lab/$1.yaml
  for word in outcome cause layer owner; do
    read -r "${word?}" < <(sed -n "/^truth:/,\$s/^  $word: *//p" "$file"
      echo none)
  done
  expect_json "$REPORT" ".verdict | [.outcome, .cause, .layer, .owner]
    == [\"$outcome\", \"$cause\", \"$layer\", \"$owner\"]" \
    "$outcome, $cause, as the scenario has it"
}

agree_facts() { # FILE PATTERN...
  local file=$1 ignored='^$'
  shift
  for pattern in "$@"; do ignored="$ignored|$pattern"; done
  jq -r -f "$LIVE/agree.jq" "$file" | grep -vE "$ignored" | LC_ALL=C sort
}

# A fact is named by the line that agree.jq makes of it. Those that may differ
# are regular expressions, each with its reason beside it in the test. OPTIONS
# are those of both runs.
OPTIONS=(--region us)
AGREED=0
agrees() { # SCENARIO [IGNORED FACTS...]
  local scenario=$1 facts=$WORLD/facts/$1
  shift

  doctor "$scenario" "${OPTIONS[@]}"
  agree_doctor_lab "$scenario" "${OPTIONS[@]}"
  agree_expect_truth "$scenario"
  [ "$STATUS" -eq "$LAB_STATUS" ] ||
    failed "$scenario: exit status $STATUS, in the lab $LAB_STATUS"
  agree_facts "$REPORT" "$@" >"$facts.live" || : # an empty file is told below
  agree_facts "$LAB_REPORT" "$@" >"$facts.lab" || :
  if [ -s "$facts.live" ] &&
    diff -U0 --label live --label lab "$facts.live" "$facts.lab" \
      >"$facts.diff"; then
    AGREED=$((AGREED + $(wc -l <"$facts.live")))
    return
  fi
  failed "$scenario: the lab is not like the world"
  head -n 40 "$facts.diff"
  head -n 3 "$LAB_REPORT.errors"
}

agree_end() {
  echo "$AGREED facts agree"
}

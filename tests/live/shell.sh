#!/usr/bin/env bash
# A shell, or one command, on the client of a world of your own:
#
#   shell.sh [SETUP [COMMAND...]]
#
# SETUP is what a test would write after world_build, for example
# 'start_transparent bump' or 'firewall "tcp dport 443 drop"'.
LIVE_TIME_LIMIT=${LIVE_TIME_LIMIT:-3600}
. "$(dirname "$0")/world.sh"

setup=${1:-}
[ $# -eq 0 ] || shift
# shellcheck disable=SC2086 # options of the relay, several words
world_build ${LIVE_LINE:-}
eval "$setup"
trap - EXIT # what a command answers is no failure of the world
if [ $# -gt 0 ]; then
  client_run "$@"
else
  PS1='client# ' client_run bash --norc
fi

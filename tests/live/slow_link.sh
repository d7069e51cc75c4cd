#!/usr/bin/env bash
# The other side of the world: 100 ms there and back. Slow is not broken.
. "$(dirname "$0")/world.sh"
world_build --delay-ms 50

doctor slow --region all
expect_healthy
expect_json "$REPORT" '.run.duration_ms >= 300' 'the line was slow indeed'
expect_json "$REPORT" '.run.duration_ms < 30000' 'slow is not for ever'

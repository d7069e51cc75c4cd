#!/bin/sh
# The sources stand as clang-format 14 and .clang-format would put them.
set -eu
cd "$(dirname "$0")/../.."
format=$(command -v clang-format-14 || command -v clang-format || true)
case $([ -z "$format" ] || "$format" --version) in
*"version 14."*) ;;
*)
    echo "skipped: needs clang-format 14"
    exit 77
    ;;
esac
find src tests bench -name '*.[ch]' -exec "$format" --dry-run -Werror {} +

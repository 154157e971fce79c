#!/bin/sh
# What forge takes for a solc: solc-js of package.json, from wherever this clone is.
exec node "$(dirname "$0")/solc.js" "$@"

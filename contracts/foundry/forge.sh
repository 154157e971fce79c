#!/bin/sh
# forge, as this project uses it: the binary and the compiler that package-lock.json pins, from any clone.
# Usage: ./forge.sh test, ./forge.sh build --sizes, FOUNDRY_PROFILE=ci ./forge.sh test
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$here"
if [ ! -x node_modules/.bin/forge ]; then
    echo "forge.sh: forge is not installed; run: npm ci --prefix $here" >&2
    exit 1
fi
FOUNDRY_SOLC="$here/solc.sh" exec node_modules/.bin/forge "$@"

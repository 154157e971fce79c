#!/bin/sh
# forge, as this project uses it: the binary and the compiler that package-lock.json pins, from any clone.
# Usage: ./forge.sh test, ./forge.sh build --sizes, FOUNDRY_PROFILE=ci ./forge.sh test
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$here"
if [ ! -d node_modules/solc ]; then
    echo "forge.sh: solc is not installed; run: (cd $here && npm ci)" >&2
    exit 1
fi
PATH="$here/node_modules/.bin:$PATH"
if ! command -v forge >/dev/null; then
    echo "forge.sh: npm has no forge for this platform; put forge 1.7.1 on the PATH" >&2
    exit 1
fi
FOUNDRY_SOLC="$here/solc.sh" exec forge "$@"

#!/bin/sh
# Compiles the contracts and writes ABI, bytecode and Go bindings to ../bindings, byte for byte the same from any clone.
# Needs npm ci here first, and the Go module proxy for abigen.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bindings="$here/../bindings"
cd "$here"
./forge.sh build --quiet --skip test

geth=$(cd "$bindings" && go list -m -f '{{.Version}}' github.com/ethereum/go-ethereum)
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
CGO_ENABLED=0 GOBIN="$tools" GOFLAGS= go install "github.com/ethereum/go-ethereum/cmd/abigen@$geth"

# $1 contract, $2 file of the binding, $3 the Go name of eip712Domain (both contracts have one, in one package)
bind() {
    node artifact.js "out/$1.sol/$1.json" "$bindings/$1.abi" "$bindings/$1.bin"
    "$tools/abigen" --v2 --abi "$bindings/$1.abi" --bin "$bindings/$1.bin" \
        --alias "eip712Domain=$3" --pkg bindings --type "$1" --out "$bindings/$2"
    chmod 644 "$bindings/$2"
}
bind Parley parley.go eip712Domain
bind PlayMoney playmoney.go playMoneyDomain

# Stake and the arbiters share structures, so that one run binds them all.
node combined.js "$tools/arbiters.json" "$bindings/arbiters" Stake Panel Optimistic
"$tools/abigen" --v2 --combined-json "$tools/arbiters.json" --pkg arbiters --out "$bindings/arbiters/arbiters.go"
chmod 644 "$bindings/arbiters/arbiters.go"

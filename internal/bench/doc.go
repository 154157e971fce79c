// Package bench measures what DESIGN 10 bounds, each figure beside the floor of the same run: the same signatures,
// verifications, round trips and synced appends in a bare loop. Only its benchmarks have code; make bench prints them.
package bench

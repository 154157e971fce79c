// Package wasip1 builds the guests of the examples and runs them, for the tests
// and the commands that keep the committed modules fresh. Farmers run guests in
// a worker that can be killed; this package is for modules that are trusted.
package wasip1

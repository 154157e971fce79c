// Package docs keeps the documents true: it runs their shell blocks, compares what they quote with the files, and knows
// which requirement is cited where. CONTRIBUTING.md says how a document is written for it.
package docs

// Package bytecode reads what WebAssembly binaries are made of: numbers, sections, instructions. It trusts no length that
// it reads, takes memory linear in what it is given, and leaves every judgment to its callers.
package bytecode

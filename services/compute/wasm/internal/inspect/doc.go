// Package inspect reads a WebAssembly binary before anything compiles it, and refuses what is no WASI preview 1 program or
// would cost too much to compile or to instantiate.
//
// It decodes every section and every instruction far enough to count, in one pass whose time and memory are linear in the
// size of the binary, and trusts no length that it reads. It does not validate types: the compiler does that, in a process
// that can be killed. What the compiler's cost grows with faster than linearly, or what a few bytes can declare much of,
// has a cap.
package inspect

// Package render is the job of parley's demo: a picture that several farmers
// draw together. It holds the module that they run, a small path tracer built
// for WASI, and a scene; it cuts a picture into tiles, says what to run for
// each, and puts what comes back together.
//
// A tile depends on the scene, the size of the picture, the number of samples
// and its own rectangle, and on nothing else, so the same job gives the same
// bytes on every machine: package trace says why. What farmers return is not
// trusted: Decode bounds it before it is read and checks it before it is used.
//
// The module render.wasm.gz is built from examples/render/guest by
//
//	go run ./examples/render/build
//
// with the toolchain that go.mod pins; a test builds it again and compares.
package render

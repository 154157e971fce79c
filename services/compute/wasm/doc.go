// Package wasm is the embedded executor: it runs WASI preview 1 modules with wazero, each in a process of its own.
//
// wazero alone does not stop a hostile module: its check of a deadline is at loop heads, which a chain of calls never
// meets, and its limit on memory does not count tables. So nothing of a guest, its compilation included, happens in the
// process of the [Engine]. What it does there is package inspect: a count over the binary with caps on whatever is cheap
// to declare and costly to compile.
//
// A worker is the same binary started with the argument "exec-worker", so its main function and its TestMain begin with
// [IsWorker] and [WorkerMain]. Workers are started ahead of need, given one order each, killed with their process group
// at the deadline or after their answer, whichever is first, and reaped. A worker
//
//   - has an empty environment, no standard input, and no descriptors but its pipes;
//   - dies with the engine's process (Linux), or when it reads the end of its pipe;
//   - is limited by the kernel in address space, processor time, descriptors, file size, and dumps no core;
//   - on Linux has no privileges, sees no file but the inputs and the compiled module (Landlock), can open no socket, start
//     no program and touch no other process (seccomp), and is in its own user, network, process and IPC namespaces where
//     the host permits that.
//
// [Engine.Capabilities] says which of these hold on a host.
//
// Outputs are kept in the worker's memory, under a quota that counts into its address space, and sent to the engine, which
// checks every name and count again as it stores them. A worker that runs a guest can write no file at all.
//
// # The compilation cache
//
// A compiled module is machine code, so whoever writes the cache owns all later runs. Each module has a cache directory of
// its own, named by its SHA-256, which is filled by a worker that compiles and never runs anything, can write nowhere
// else, and is gone before the engine moves the directory into place; workers that run a guest may only read the one of
// their module. So even a module that took over the compiler could poison no entry but its own.
//
// # Fuel
//
// What a worker compiles is the module with a meter in it, see package fuel: the run ends at Limits.Fuel, and what it used is
// in the report, the same on every machine. Time and processor time limit a run beside it, and say nothing that two
// machines would agree on.
//
// # Determinism
//
// Under executor.Deterministic two runs of a task give the same bytes and use the same fuel, on any host: time and randomness
// are the task's, directories are listed in the order of their names, files have no dates or numbers of the host's, there is no environment but
// the task's, and NaNs are canonical. Where a run ends at its limits on time, or for lack of the host's memory, nothing is said of another.
package wasm

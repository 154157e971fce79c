// Package bacalhau runs tasks on a Bacalhau cluster: for those who outgrow one machine.
//
// A [Client] speaks the REST API of an orchestrator, version 1.8 or later. An [Executor] is an executor.Executor on it: each
// task becomes one batch job of the wasm engine, named so that a repeat or a restart finds it again; the job is waited for
// with polls that back off, and what its publisher gives is unpacked, within the limits of the task, into the result
// directory that every executor fills. So the CID of a result is ours whatever the cluster made of it.
//
// A cluster gives its guests the host's clock and randomness, and a standard output that loses what is written. Package
// internal/adapter undoes that: the module is sent with its imports rewritten, and modules beside it that answer them as
// the embedded engine does. Where a task limits its fuel the module has the embedded engine's meter in it. Modules and inputs that are too large for a job are fetched by the cluster's nodes from a
// [Gateway] of this process, under a token of the job's own.
//
// # What a cluster cannot do
//
// Nothing of a guest is seen before it has ended. Of one that trapped, or was ended at its deadline, nothing is seen at all:
// its stdout and stderr are empty, and its fuel is not known. Refused memory is not reported. Limits on outputs are kept when they are fetched and not as they are written.
// Processor time is not known. Of a live run outputs that no result can hold are left out, and all of them where they are so many that they are not fetched.
//
// Under executor.Deterministic a guest sees the same files as elsewhere, and is ended, and so refused or run by Executor.Here, where a
// node could not show the same: if it makes directories, renames, removes or cuts files, writes to one that is there already, meets
// an error of the file system but that there is no such file, lists more entries than it has room for at once, or reads more than
// 16 KiB of randomness.
package bacalhau

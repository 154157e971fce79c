// Package jobfile reads job files of Bacalhau, YAML or JSON, as jobs of package compute.
//
// [Parse] takes a file as Bacalhau's own command does: field names in any case, one task, the engines docker and wasm. What
// it names is not fetched here: a [File] says where the module and the inputs are to be had, and its Job has no CIDs yet. What
// cannot be had from anybody is told field by field and all at once, as [Problems]; what is had in another way than a cluster
// would have it is in File.Notes.
package jobfile

package executor

// Load is what work takes up where it is run, from the agreement on it to its end.
type Load struct {
	Task  *Task // one of its tasks: its limits, filled in, its needs and its container
	Tasks int   // that run at once, where there is room for so many
}

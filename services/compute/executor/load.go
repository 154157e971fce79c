package executor

// Load is what work takes up where it is run, from the agreement on it to its end.
type Load struct {
	Task *Task // one of its tasks: its limits, filled in, its needs and its container
	// Run is that task as it is run, where it is not Task itself: without what is wanted of its machine beyond that.
	Run   *Task
	Tasks int // that run at once, where there is room for so many
}

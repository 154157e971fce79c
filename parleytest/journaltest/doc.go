// Package journaltest holds what every journal must do ([Run]), and a journal that crashes where it is told to
// ([Crashing]).
package journaltest

// Package modules has jobs from modules: git repositories with a template of a job in them.
//
// A module is named by its repository and a version: cowsay:v0.0.3 by a table of short names, github.com/OWNER/REPO:v1.2,
// https://HOST/PATH:HASH, or the path of a repository on this machine with :VERSION behind it. [Fetch] finds the commit that the version is,
// takes its template, and nothing else; what it has is checked by git's own hashes, so that a commit is the same module wherever it
// comes from. [Module.Job] puts values into the template and reads what comes out as a job file.
//
// A template is Go's text/template, in a file [Files] at the top of the repository. {{.Message}} is the value of that name, quoted
// as in JSON; {{subst "NAME=%s" .Name}} is text with values in it, to be written between quotes; {{default "moo" .Message}} and
// {{json "text"}} are quoted, too; if, else, with, and, or, not, eq, ne and printf are as everywhere. There are no loops, no other functions, no
// environment and no files, so that a template is done in a time that its length bounds.
//
// While the template is filled in, a mark stands for each value; the values are put in their places when the structure of the job is
// known. So no value adds a field or an argument, however careless the template is.
package modules

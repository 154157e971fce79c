package main

import (
	"slices"
	"strconv"
	"strings"
)

// asOther is the command that does the same as another party, empty for one that is about a party's own state. Which state
// folder and market it is about, typed adds.
func asOther(args []string) string {
	if len(args) == 0 || args[0] != "run" && args[0] != "farm" && args[0] != "mediator" {
		return ""
	}
	flags, rest := args, []string(nil)
	if i := slices.Index(args, "--"); i >= 0 {
		flags, rest = args[:i], args[i:]
	}
	name, others := args[0], make([]string, 0, len(args))
	for i := 0; i < len(flags); i++ {
		if flag, _, _ := strings.Cut(flags[i], "="); flag == "--resume" {
			return ""
		}
		flag, value, is := strings.Cut(flags[i], "=")
		if !slices.Contains([]string{"--name", "--home", "--market", "--rpc"}, flag) {
			others = append(others, flags[i])
			continue
		}
		if !is && i+1 < len(flags) {
			i++
			value = flags[i]
		}
		if flag == "--name" {
			name = value
		}
	}
	next := following(name)
	if args[0] == "mediator" && !strings.HasPrefix(name, mediatorName) { // the panel's list has those of a market on this machine by such names
		next = mediatorName
	}
	words := slices.Concat([]string{"parley"}, others, []string{"--name", next}, rest)
	for i, w := range words {
		words[i] = quoted(w)
	}
	return strings.Join(words, " ")
}

// following is a name that follows another: run, run-2, run-3.
func following(name string) string {
	i := strings.LastIndex(name, "-")
	if n, err := strconv.Atoi(name[i+1:]); i > 0 && err == nil && n > 1 && n < 1000 {
		return name[:i+1] + strconv.Itoa(n+1)
	}
	return name + "-2"
}

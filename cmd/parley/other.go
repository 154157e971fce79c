package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
)

// asOther is what was typed, for a party of this machine that no node runs as.
func (a *app) asOther() string {
	return asOther(a.args, func(name string) bool { return sends(&home.Home{Dir: filepath.Join(a.homeDir, name)}) != nil })
}

// mostParties bounds how many names are tried.
const mostParties = 100

// asOther is the command that does the same as another party that is not busy, empty for one that is about a party's own state. Which
// state folder and market it is about, typed adds.
func asOther(args []string, busy func(name string) bool) string {
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
	for tried := 0; busy(next) && tried < mostParties; tried++ {
		next = following(next)
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

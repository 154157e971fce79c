package main

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// verbs are the commands in a sentence: parley and what it is to do.
var verbs = regexp.MustCompile(`\bparley (--help|balance|completion|deal( (accept|appeal|cancel|claim|dispute|list|show|split|watch))?|demo|dev|doctor|farm|key|mediator|run( --resume [0-9a-f]+)?|spec( show)?|stake( (deposit|show|stay|withdraw))?|token( new)?|verify|version)\b( --help)?`)

// typed is a sentence whose commands can be typed as they stand, by somebody who started parley as a.self: they are about the
// same party, state folder and market as this command. It is for the program's own words, once; those about another party
// name no command of a party's own.
func (a *app) typed(sentence string) string {
	return verbs.ReplaceAllStringFunc(sentence, a.typedCommand)
}

// typedFormat is typed for the format of a fmt.Printf.
func (a *app) typedFormat(format string) string {
	return verbs.ReplaceAllStringFunc(format, func(c string) string { return strings.ReplaceAll(a.typedCommand(c), "%", "%%") })
}

func (a *app) typedCommand(command string) string {
	_, verb, _ := strings.Cut(command, " ")
	if strings.HasSuffix(verb, " --help") { // is about nobody
		return cmp.Or(a.self, "parley") + " " + verb
	}
	flags := ""
	switch first, _, _ := strings.Cut(verb, " "); first {
	case "balance", "deal", "doctor", "key", "stake":
		flags = a.named + a.given + a.asks
	case "run":
		if flags = a.given + a.asks; first != verb { // to come back to a job of this party's
			flags = a.named + a.given + a.asks
		}
	case "farm", "mediator":
		flags = a.given + a.asks
	case "dev", "token", "verify":
		flags = a.given
	}
	return cmp.Or(a.self, "parley") + " " + verb + flags
}

// goRun are the places where go run keeps what it starts: a folder that it removes, or the build cache.
var goRun = regexp.MustCompile(`/go-build\d+/b001/exe/[^/]+$|/[0-9a-f]{2}/[0-9a-f]{64}-d/[^/]+$`)

// callable is what to type for the program that was started by the name arg0, in the folder where it was.
func callable(arg0 string) string {
	switch {
	case goRun.MatchString(arg0) && isFile(filepath.Join("cmd", "parley", "main.go")):
		return "go run ./cmd/parley"
	case !strings.Contains(arg0, "/"), strings.Contains(arg0, "%"): // found on the PATH; or no part of a format
		return "parley"
	}
	return quoted(arg0)
}

// quoted is a path as a shell takes it for one word.
func quoted(path string) string {
	if path != "" && !strings.ContainsFunc(path, unsafe) {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// unsafe are the characters of a path that a shell may take for more than themselves.
func unsafe(r rune) bool {
	return !strings.ContainsRune("/._-+@%:,", r) && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

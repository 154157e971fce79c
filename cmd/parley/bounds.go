package main

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/multiformats/go-multiaddr"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
)

// Bounds of what a person may say of a job or a farmer. What is beyond is a slip of the pen.
const (
	maxMemory = 4096 // MiB: what a module can address
	maxSpace  = 4096 // MiB
	maxFiles  = 65536
	maxFuel   = 1e8 // 10^9 each
	maxWait   = time.Hour
	maxTime   = 7 * 24 * time.Hour
	maxJobs   = 1000
)

// bounded is a flag that has a range.
type bounded[N cmp.Ordered] struct {
	flag        string
	value       N
	least, most N
}

// check refuses the first of the flags that is out of its range.
func check[N cmp.Ordered](command string, flags ...bounded[N]) error {
	for _, f := range flags {
		if f.value < f.least || f.value > f.most {
			return failure.Newf(failure.Usage, fmt.Sprintf("choose one in that range, or leave --%s out; see: %s --help", f.flag, command),
				"--%s is %v, want %v to %v", f.flag, f.value, f.least, f.most)
		}
	}
	return nil
}

func (f *runFlags) check() error {
	const command = "parley run"
	return cmp.Or(check(command, bounded[int64]{"hire", int64(f.hire), 1, compute.MaxTasks}, bounded[int64]{"reserve", int64(f.reserve), 0, compute.MaxTasks},
		bounded[int64]{"memory", f.memory, 1, maxMemory},
		bounded[int64]{"output-space", f.space, 1, maxSpace}, bounded[int64]{"output-files", int64(f.files), 1, maxFiles}, bounded[int64]{"fuel", f.fuel, 0, maxFuel}),
		check(command, bounded[time.Duration]{"wait", f.wait, 0, maxWait}, bounded[time.Duration]{"patience", f.patience, time.Millisecond, maxTime},
			bounded[time.Duration]{"timeout", f.timeout, time.Millisecond, maxTime}, bounded[time.Duration]{"deliver-in", f.deliverIn, time.Second, maxTime}, bounded[time.Duration]{"review", f.review, 10 * time.Second, time.Hour}))
}

// written checks what is written in parts.
func (f *runFlags) written() error {
	for _, kv := range f.env {
		switch name, _, ok := strings.Cut(kv, "="); {
		case !ok:
			return failure.Newf(failure.Usage, "write it as --env NAME=VALUE", "--env %.90q has no value", kv)
		case name == "":
			return failure.Newf(failure.Usage, "write it as --env NAME=VALUE", "--env %.90q has no name", kv)
		}
	}
	for _, in := range f.inputs {
		if name, path, named := strings.Cut(in, "="); in == "" || named && (name == "" || path == "") {
			return failure.Newf(failure.Usage, "write it as --input PATH or --input NAME=PATH", "--input %.90q lacks its name or its path", in)
		}
	}
	return nil
}

// audited reads --audit: a percentage of the deals, or a number of tasks.
func (f *runFlags) audited() error {
	const command = "parley run"
	if f.again == "" {
		return nil
	}
	text, percent := strings.CutSuffix(f.again, "%")
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return failure.Newf(failure.Usage, "write --audit 20% for one in five of the deals, or --audit 3 for three tasks; see: parley run --help", "--audit %.90q is neither a percentage nor a number", f.again)
	case percent && (n < 1 || n > 100):
		return failure.Newf(failure.Usage, "choose one in that range, or leave --audit out; see: parley run --help", "--audit is %d%%, want 1%% to 100%%", n)
	case percent:
		f.sample = n
		return nil
	}
	f.audit = n
	return check(command, bounded[int64]{"audit", int64(n), 0, compute.MaxTasks})
}

// replicated reads --replicas and --agree.
func (f *runFlags) replicated() error {
	const command = "parley run"
	switch {
	case f.replicas == 0 && f.agree == 0:
		return nil
	case f.replicas == 0:
		return failure.Newf(failure.Usage, "say how many do the same, for example --replicas 3; see: parley run --help", "--agree is given without --replicas")
	case f.agree == 0:
		f.agree = f.replicas/2 + 1
	}
	return cmp.Or(check(command, bounded[int]{"replicas", f.replicas, 2, compute.MaxReplicas}), check(command, bounded[int]{"agree", f.agree, f.replicas/2 + 1, f.replicas}))
}

func (f *farmFlags) check() error {
	const command = "parley farm"
	return cmp.Or(check(command, bounded[int64]{"max-jobs", int64(f.maxJobs), 1, maxJobs}, bounded[int64]{"parallel", int64(f.parallel), 1, compute.MaxTasks},
		bounded[int64]{"memory", f.memory, 1, maxMemory}, bounded[int64]{"output-space", f.space, 1, maxSpace}), check(command, bounded[time.Duration]{"task-time", f.taskTime, 0, maxTime}))
}

// listens checks the places to listen, before a party is made for them.
func (f *farmFlags) listens() error {
	for _, addr := range f.listen {
		if _, err := multiaddr.NewMultiaddr(addr); err != nil {
			return failure.Newf(failure.Usage, node.ListenHere, "--listen %.200q: %w", addr, err)
		}
	}
	return nil
}

// number is what parseAmount takes, but for its size.
var number = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// parsePrice reads what work costs, in the market's money.
func parsePrice(m *market.Market, flag, text string) (messages.Amount, error) {
	x, err := parseAmount(m, flag, text)
	if f, ok := errors.AsType[*failure.Failure](err); ok {
		f.Try += "; for work that costs nothing use --free"
	}
	return x, err
}

// parseAmount reads an amount of the market's money.
func parseAmount(m *market.Market, flag, text string) (messages.Amount, error) {
	decimals, symbol := 0, "the market's money"
	if m.Chain != nil {
		decimals, symbol = m.Chain.Decimals, m.Chain.Symbol
	}
	x, err := messages.ParseUnits(text, decimals)
	if _, fraction, _ := strings.Cut(text, "."); err != nil && number.MatchString(text) && len(fraction) <= decimals {
		return x, failure.Newf(failure.Usage, fmt.Sprintf("write it as --%s 0.5", flag), "--%s %.20s... is too large: no amount of %s has so many digits", flag, text, symbol)
	}
	if err != nil {
		return x, failure.Newf(failure.Usage, fmt.Sprintf("write it as --%s 0.5", flag),
			"--%s %.90q is no amount of %s: want a number that is not negative, with at most %d digits after the point", flag, text, symbol, decimals)
	}
	return x, nil
}

// emptied refuses a flag that was typed with an empty value: a variable stood there that is not set.
func emptied(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value, empty := f.Value.String(), map[string]string{"string": "", "stringSlice": "[]"}
		if none, ok := empty[f.Value.Type()]; ok && value == none && err == nil {
			err = failure.Newf(failure.Usage, fmt.Sprintf("see that the variable which stands there is set; or leave out --%[1]s; what it takes: %[2]s --help", f.Name, cmd.CommandPath()),
				"--%s is given, and its value is empty", f.Name)
		}
	})
	return err
}

// wrongFlag says what is wrong with a flag.
func wrongFlag(cmd *cobra.Command, err error) error {
	try := "see the flags with: " + cmd.CommandPath() + " --help"
	if v, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		want := map[string]string{"int": "a whole number", "int64": "a whole number", "duration": "a duration, as 90s or 5m", "bool": "true or false"}
		if kind := want[v.GetFlag().Value.Type()]; kind != "" {
			return failure.Newf(failure.Usage, try, "%s: --%s %.90q is not %s", cmd.CommandPath(), v.GetFlag().Name, v.GetValue(), kind)
		}
	}
	if n, ok := errors.AsType[*pflag.NotExistError](err); ok && strings.ContainsAny(n.GetSpecifiedShortnames(), "0123456789.") {
		_, wants, _ := strings.Cut(cmd.Use, " ")
		return failure.Newf(failure.Usage, "see how with: "+cmd.CommandPath()+" --help", "%s: -%s is taken for a flag, and is none; %s begins with no dash", cmd.CommandPath(),
			n.GetSpecifiedShortnames(), cmp.Or(wants, "an argument"))
	}
	return failure.Newf(failure.Usage, try, "%s: %w", cmd.CommandPath(), err)
}

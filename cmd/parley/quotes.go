package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// ask collects quotes and agrees to nothing.
func (o *errand) ask(ctx context.Context) error {
	sow, err := o.sow()
	if err != nil {
		return err
	}
	o.hiring.Matcher = nobody{}
	var unfilled *requester.Unfilled
	for _, err := range o.client.Hire(ctx, sow, o.hiring) {
		if u, ok := errors.AsType[*requester.Unfilled](err); ok {
			unfilled = u
		} else if err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.quotes) == 0 && unfilled != nil {
		return unfilled
	}
	if o.app.output != "table" {
		return json.NewEncoder(o.app.out).Encode(map[string]any{"quotes": o.quotes, "refused": refusals(unfilled)})
	}
	for _, q := range o.quotes {
		fmt.Fprintf(o.app.out, "%.8s  %s, %s a run, by %s\n", q.Farmer, o.money(q.Price), o.money(q.PerUnit), q.By)
	}
	if unfilled != nil {
		for _, r := range unfilled.Refused {
			fmt.Fprintf(o.app.out, "%s  no: %s\n", r.Farmer.Short(), o.words().Refusal(r.Err))
		}
	}
	return nil
}

func refusals(u *requester.Unfilled) []quoteLine {
	lines := []quoteLine{}
	if u != nil {
		for _, r := range u.Refused {
			lines = append(lines, quoteLine{Farmer: r.Farmer.String(), Refused: r.Err.Error()})
		}
	}
	return lines
}

// nobody is the matcher of a dry run.
type nobody struct{}

func (nobody) Match(protocol.Market) []protocol.Choice { return nil }

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// quoteLine is one farmer's quote, or why there is none.
type quoteLine struct {
	Farmer  string `json:"farmer"`
	Price   string `json:"price,omitempty"` // for the whole job, smallest unit
	PerUnit string `json:"perUnit,omitempty"`
	PerDeal string `json:"perDeal,omitempty"` // once, beside the work: its farmer's gas
	Unit    string `json:"unit,omitempty"`
	By      string `json:"by,omitempty"`
	Refused string `json:"refused,omitempty"`
}

func quoteOf(farmer messages.Key, q *messages.Quote) quoteLine {
	line := quoteLine{Farmer: farmer.String(), Price: q.Price.Ceiling, PerUnit: q.Price.PerUnit, Unit: q.Price.Unit, By: clock(time.UnixMilli(q.DeliverByMs))}
	if t, err := compute.QuotedTariff(q); err == nil && t != nil {
		line.PerUnit, line.PerDeal = t.PerUnit, t.PerDeal
	}
	return line
}

// clock is when something is to be, with the day where that is not plain.
func clock(at time.Time) string {
	if time.Until(at).Abs() > 12*time.Hour {
		return at.Format(time.DateTime)
	}
	return at.Format(time.TimeOnly)
}

// asks is what a quote asks for, in words.
func (o *errand) asks(q quoteLine) string {
	gas := ""
	if q.PerDeal != "" {
		gas = fmt.Sprintf(" and %s a deal for its gas", o.money(q.PerDeal))
	}
	if q.Unit == compute.FuelUnit {
		return fmt.Sprintf("%s for 10^9 fuel%s, %s at most", o.money(q.PerUnit), gas, o.money(q.Price))
	}
	return fmt.Sprintf("%s, %s a task%s", o.money(q.Price), o.money(q.PerUnit), gas)
}

// tasksIn is how many tasks of a session's job so many units are.
func tasksIn(v *protocol.View, units uint64) int {
	j, err := compute.JobOf(v)
	if err != nil {
		return 0
	}
	return j.TasksIn(units)
}

// fuel is an amount of it, in words.
func fuel(n int64) string { return fmt.Sprintf("%.3f*10^9 fuel", float64(n)/1e9) }

// ask collects quotes and agrees to nothing. Whom --match would hire comes first.
func (o *errand) ask(ctx context.Context) error {
	sow, err := o.sow()
	if err != nil {
		return err
	}
	answers, err := compute.Ask(ctx, o.client, sow, o.hiring)
	if err != nil {
		return err
	}
	if len(answers.Offers) == 0 {
		return &requester.Unfilled{Service: sow.Service, Want: 1, Refused: answers.Refused}
	}
	quotes, refused := []quoteLine{}, []quoteLine{}
	for _, offer := range answers.Offers {
		quotes = append(quotes, quoteOf(offer.Farmer, offer.Quote))
	}
	for _, r := range answers.Refused {
		refused = append(refused, quoteLine{Farmer: r.Farmer.String(), Refused: r.Err.Error()})
	}
	if o.app.output != "table" {
		return json.NewEncoder(o.app.out).Encode(map[string]any{"quotes": quotes, "refused": refused})
	}
	for _, q := range quotes {
		o.app.print("%.8s  %s, by %s\n", q.Farmer, o.asks(q), q.By)
	}
	for _, r := range answers.Refused {
		o.app.print("%s  no: %s\n", r.Farmer.Short(), o.words().Refusal(r.Err))
	}
	return nil
}

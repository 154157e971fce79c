package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// quoteLine is one farmer's quote, or why there is none.
type quoteLine struct {
	Farmer  string `json:"farmer"`
	Price   string `json:"price,omitempty"` // for the whole job, smallest unit
	PerUnit string `json:"perUnit,omitempty"`
	By      string `json:"by,omitempty"`
	Refused string `json:"refused,omitempty"`
}

func quoteOf(farmer messages.Key, q *messages.Quote) quoteLine {
	return quoteLine{Farmer: farmer.String(), Price: q.Price.Ceiling, PerUnit: q.Price.PerUnit, By: time.UnixMilli(q.DeliverByMs).Format(time.TimeOnly)}
}

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
		o.app.print("%.8s  %s, %s a task, by %s\n", q.Farmer, o.money(q.Price), o.money(q.PerUnit), q.By)
	}
	for _, r := range answers.Refused {
		o.app.print("%s  no: %s\n", r.Farmer.Short(), o.words().Refusal(r.Err))
	}
	return nil
}

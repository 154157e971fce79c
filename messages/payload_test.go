package messages_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"google.golang.org/protobuf/testing/protocmp"
)

// S-1.7-1: a payload is decoded only by who expects its type.
func TestCodecs(t *testing.T) {
	p, err := messages.Text.Encode("grüß dich")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := messages.Text.Decode(p); err != nil || got != "grüß dich" {
		t.Errorf("%q, %v", got, err)
	}
	for name, bad := range map[string]*messages.Payload{
		"nothing":      nil,
		"another type": {Type: "text/html", Body: p.Body},
		"not UTF-8":    {Type: p.Type, Body: []byte{0xff}},
	} {
		if got, err := messages.Text.Decode(bad); !errors.Is(err, messages.ErrInvalid) || got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	type job struct{ Tiles []int }
	tiles := messages.JSON[job]("application/vnd.parley.tiles+json")
	p, err = tiles.Encode(job{[]int{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tiles.Decode(p); err != nil || !cmp.Equal(got, job{[]int{1, 2}}) {
		t.Errorf("%v, %v", got, err)
	}
	price := messages.Proto[messages.Price]("application/vnd.parley.price")
	want := &messages.Price{Asset: "USD", PerUnit: "1"}
	p, err = price.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := price.Decode(p)
	if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// A service owns the type of its terms, and nobody else reads them.
func ExampleCodec() {
	type order struct{ Pictures int }
	orders := messages.JSON[order]("application/vnd.example.order+json")
	payload, err := orders.Encode(order{Pictures: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(payload.Type, string(payload.Body))
	_, err = messages.Text.Decode(payload)
	fmt.Println(err)
	// Output:
	// application/vnd.example.order+json {"Pictures":3}
	// payload is "application/vnd.example.order+json", want "text/plain; charset=utf-8": invalid message
}

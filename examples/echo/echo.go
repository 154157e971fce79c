// Package echo is the smallest service: it says what it was told, for nothing. Start here to write your own.
package echo

import (
	"context"
	"crypto"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services"
	"github.com/parley-p2p/parley/transports"
)

// Spec is the service: text in, text out.
var Spec = services.Spec[string, string]{Name: "parley.dev/echo/1", Job: messages.Text, Result: messages.Text}

// Service says what it was told.
type Service struct{}

// Price is nothing.
func (Service) Price(context.Context, string) (*messages.Price, error) { return services.Free(), nil }

// Do is the work.
func (Service) Do(_ context.Context, job string) (string, error) { return job, nil }

// Serve farms echo on a listener until ctx ends.
func Serve(ctx context.Context, ln transports.Listener, key crypto.Signer) error {
	server := farmer.Server{Farmer: services.Farm(Spec, Service{}), Signer: key}
	return server.Serve(ctx, ln)
}

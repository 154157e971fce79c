package services

import (
	"context"
	"fmt"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Service is work that can be hired. Its methods are called concurrently for different jobs.
type Service[Job, Result any] interface {
	// Price is what the job costs; nil is nothing. An error that is a *protocol.Error refuses it and may hold a remedy.
	Price(context.Context, Job) (*messages.Price, error)
	// Do does the work. It may be called again for the same agreement after a crash; see [ID].
	Do(context.Context, Job) (Result, error)
}

// Spec names a service and says how its jobs and results are written.
type Spec[Job, Result any] struct {
	Name   string // for example "parley.dev/echo/1"
	Job    messages.Codec[Job]
	Result messages.Codec[Result]
}

// Free is the price of work that costs nothing.
func Free() *messages.Price { return &messages.Price{PerUnit: "0", Ceiling: "0"} }

// Farm makes a farmer of a service. Money is trusted: a reward is confirmed for what was owed and nothing is looked up.
// What must be funded is guarded by wrapping the farmer. Terms are taken within farmer.Server.Bounds.
func Farm[J, R any](spec Spec[J, R], service Service[J, R]) farmer.Farmer {
	return &farm[J, R]{spec, service}
}

type farm[J, R any] struct {
	spec    Spec[J, R]
	service Service[J, R]
}

func (f *farm[J, R]) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	if v.SOW.Service != f.spec.Name {
		err := protocol.Errorf(protocol.UnknownService, "%q is not offered here", v.SOW.Service)
		err.Remedy = &messages.Remedy{Services: []string{f.spec.Name}}
		return nil, err
	}
	job, err := f.job(v)
	if err != nil {
		return nil, err
	}
	price, err := f.service.Price(ctx, job)
	if err != nil {
		return nil, err
	}
	if price == nil {
		price = Free()
	}
	return &messages.Quote{Price: price}, nil
}

func (f *farm[J, R]) job(v *protocol.View) (J, error) {
	job, err := f.spec.Job.Decode(v.SOW.Job)
	if err != nil {
		return job, &protocol.Error{Code: protocol.Invalid, Reason: "the job cannot be read: " + err.Error(), Err: err}
	}
	return job, nil
}

func (f *farm[J, R]) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) {
	return nil, nil
}

func (f *farm[J, R]) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	job, err := f.job(v)
	if err != nil {
		return nil, err
	}
	result, err := f.service.Do(context.WithValue(ctx, workKey{}, work{v, p}), job)
	if err != nil {
		return nil, err
	}
	payload, err := f.spec.Result.Encode(result)
	if err != nil {
		return nil, err
	}
	return &messages.Delivery{Result: payload}, nil
}

func (f *farm[J, R]) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) {
	return nil, nil
}

// work is what Do's context carries.
type work struct {
	view     *protocol.View
	progress farmer.Progress
}

type workKey struct{}

// Progress is how Do speaks to its requester. Outside of Do it is nil.
func Progress(ctx context.Context) farmer.Progress {
	w, _ := ctx.Value(workKey{}).(work)
	return w.progress
}

// ID names the agreement that Do works for: the same after a crash, so that effects can be keyed by it. Outside of Do it
// is zero.
func ID(ctx context.Context) messages.ID {
	w, _ := ctx.Value(workKey{}).(work)
	if w.view == nil {
		return messages.ID{}
	}
	return w.view.AgreementID
}

// View is what Do works for. Outside of Do it is nil.
func View(ctx context.Context) *protocol.View {
	w, _ := ctx.Value(workKey{}).(work)
	return w.view
}

// Request hires one farmer for a job and returns its result. The first hire that succeeds ends it; of hires that fail,
// the last error is returned. h.N is taken as 1.
func Request[J, R any](ctx context.Context, c *requester.Client, spec Spec[J, R], job J, h requester.Hiring) (R, *requester.Outcome, error) {
	var zero R
	payload, err := spec.Job.Encode(job)
	if err != nil {
		return zero, nil, err
	}
	h.N = 1
	var failed *requester.Outcome
	for o, err := range c.Hire(ctx, &messages.SOW{Service: spec.Name, Job: payload}, h) {
		switch {
		case err != nil:
			return zero, failed, err
		case o.Err != nil:
			failed = o
		default:
			result, err := spec.Result.Decode(o.View.Delivery.Result)
			if err != nil {
				return zero, o, fmt.Errorf("result of farmer %s: %w", o.Farmer.Short(), err)
			}
			return result, o, nil
		}
	}
	return zero, failed, protocol.Errorf(protocol.Failed, "no result")
}

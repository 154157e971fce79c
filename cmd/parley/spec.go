package main

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/jobfile"
)

func (a *app) spec() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "spec",
		Short: "job files of Bacalhau",
		Long:  "Job files of Bacalhau, YAML or JSON, which parley run takes as they are.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var set []string
	show := &cobra.Command{
		Use:   "show FILE|REPOSITORY:VERSION",
		Short: "what a job file asks farmers for",
		Long: "Shows the statement of work that a job file becomes, or all that cannot be had of it, field by field. Nothing is asked of\n" +
			"anybody: what is to be fetched from elsewhere has no CID yet, and is listed with where it is. Of a module in a git repository,\n" +
			"as in cowsay:v0.0.3, the template is fetched and filled in; see parley run.",
		Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error { return a.showSpec(cmd.Context(), args[0], set) },
	}
	show.Flags().StringArrayVar(&set, "set", nil, "NAME=VALUE for the template of a job in a git repository")
	cmd.AddCommand(show)
	return cmd
}

// shown is what a file becomes.
type shown struct {
	Service string              `json:"service"`
	Units   int                 `json:"units"`
	Minimum *messages.Resources `json:"minimum,omitempty"`
	Job     *compute.Job        `json:"job"`
	Fetched []fetched           `json:"fetched,omitempty"`
	// TotalSeconds is by when everything must be done after it was asked for; zero if the file does not say.
	TotalSeconds int64    `json:"totalSeconds,omitempty"`
	Notes        []string `json:"notes,omitempty"`
}

// fetched is what is not on this machine.
type fetched struct {
	What string `json:"what"`
	URL  string `json:"url"`
}

func (a *app) showSpec(ctx context.Context, name string, set []string) error {
	f, err := a.jobFile(ctx, name, set)
	if err == nil && f == nil {
		f, err = readJobFile(name)
	}
	if err != nil {
		return err
	}
	s := &shown{Service: compute.Service, Units: len(f.Job.Tasks), Job: &f.Job, TotalSeconds: int64(f.Total.Seconds()), Notes: f.Notes}
	named := func(what string, from jobfile.Source) (string, error) {
		if from.URL != "" {
			s.Fetched = append(s.Fetched, fetched{what, from.URL})
			return "", nil
		}
		root, err := bringNothing(ctx, from)
		if err != nil {
			return "", failure.Newf(failure.NotFound, "see that it is there, and is what it should be", "%s of the job file cannot be had: %w", what, err)
		}
		return root, nil
	}
	if f.Job.Container == nil {
		if f.Job.Module, err = named("the module", f.Module); err != nil {
			return err
		}
	}
	for i := range f.Job.Inputs {
		in := &f.Job.Inputs[i]
		if in.CID, err = named("the input "+cmp.Or(in.At, in.Name), f.Inputs[i]); err != nil {
			return err
		}
	}
	s.Minimum = f.Job.Needs.Minimum()
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(s)
}

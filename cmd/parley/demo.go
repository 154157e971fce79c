package main

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) demo() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "the whole of it on this machine: farmers hired, a picture rendered, paid in play money, proved",
		Long: "Opens a market on this machine with play money, starts three farmers of different price and speed, and hires the two best for\n" +
			"shares of a picture, tile by tile; the third is in reserve. Every tile is fetched by CID and verified, one is rendered\n" +
			"again and compared, and each farmer is paid for what it did. Everything runs in processes of this same binary, started\n" +
			"with flags that anybody could type (--show-commands), and ends with this one.\n\n" +
			"With --scenario one deal ends by another row of the payout table (docs/SETTLEMENT.md), and what everybody has is told, before and\n" +
			"after. In wrong-result a farmer paints over the picture (examples/forger), and a mediator who runs the work again rules.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDemo(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.scene, "scene", "", "a scene of your own (see examples/render/scenes)")
	flags.StringVar(&f.scenario, "scenario", "", "how the deal ends: "+scenarioNames())
	flags.StringVar(&f.match, "match", "cheapest", "whom to hire: cheapest, fastest or first")
	flags.BoolVar(&f.kill, "kill", false, "kill a farmer at half time: the reserve takes over")
	flags.BoolVar(&f.commands, "show-commands", false, "print the commands that are started")
	flags.BoolVar(&f.open, "open", false, "open the picture when it is done")
	flags.StringVar(&f.picture, "picture", "parley-demo.png", "where to leave the picture")
	f.cluster.add(flags)
	return cmd
}

// demoFlags are what a person says of the demo.
type demoFlags struct {
	scene, match, picture string
	scenario              string
	kill, commands, open  bool
	cluster               clusterFlags
}

func (a *app) runDemo(ctx context.Context, f demoFlags) error {
	if _, err := matching(f.match); err != nil {
		return err
	}
	if err := f.cluster.check(); err != nil {
		return err
	}
	if f.scenario != "" {
		scenario, err := scenarioOf(f)
		if err != nil {
			return err
		}
		s := &stage{demo: &demo{app: a, flags: f}, scenario: scenario, inVain: map[*child]bool{}}
		return s.run(ctx)
	}
	if f.cluster.executor != embedded { // told before a market is opened for it
		if _, err := a.reach(ctx, f.cluster); err != nil {
			return err
		}
	}
	d := &demo{app: a, flags: f}
	return d.run(ctx)
}

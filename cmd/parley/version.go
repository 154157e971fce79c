package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/messages"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "which Parley this is", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		version, revision := "devel", ""
		if info, ok := debug.ReadBuildInfo(); ok {
			if v := info.Main.Version; v != "" && v != "(devel)" {
				version = v
			}
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" && len(s.Value) >= 12 {
					revision = " " + s.Value[:12]
				}
			}
		}
		_, err := fmt.Fprintf(a.out, "parley %s%s, protocol %d, %s %s/%s\n", version, revision, messages.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	}}
}

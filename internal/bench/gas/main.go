// Command gas prints what the steps of a deal cost on a node under each schedule: name, Osaka, Amsterdam.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "gas:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	osaka, err := measure(ctx, false)
	if err != nil {
		return fmt.Errorf("on Osaka: %w", err)
	}
	amsterdam, err := measure(ctx, true)
	if err != nil {
		return fmt.Errorf("on Amsterdam: %w", err)
	}
	fmt.Printf("%-20s %9s %9s\n", "name", "osaka", "amsterdam")
	for i, r := range osaka {
		fmt.Printf("%-20s %9d %9d\n", r.name, r.gas, amsterdam[i].gas)
	}
	return nil
}

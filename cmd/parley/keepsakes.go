package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// close keeps the picture and the proofs, and prints the bill.
func (d *demo) close(ctx context.Context, s *summary) error {
	if err := d.keepPicture(); err != nil {
		return err
	}
	if d.drawing() {
		_ = d.screen.Draw(d.canvas.Image())
		d.screen.Leave()
	}
	if err := d.keepProofs(s); err != nil {
		return err
	}
	s.Output = d.flags.picture
	if d.app.output != "table" {
		enc := json.NewEncoder(d.app.out)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	}
	d.bill(s)
	if d.flags.open {
		return openFile(ctx, d.flags.picture)
	}
	return nil
}

func (d *demo) keepPicture() error {
	f, err := os.Create(d.flags.picture)
	if err != nil {
		return failure.Newf(failure.General, "name another place with --picture FILE", "the picture cannot be kept: %w", err)
	}
	return errors.Join(png.Encode(f, d.canvas.Image()), f.Close())
}

// keepProofs copies the deal files out of the state that is about to be removed. Those that an earlier demo left beside the
// same picture go: what lies there proves this run, and no other.
func (d *demo) keepProofs(s *summary) error {
	place := func(i int) string {
		return fmt.Sprintf("%s-%d.car", strings.TrimSuffix(d.flags.picture, filepath.Ext(d.flags.picture)), i+1)
	}
	for i := len(s.DealFiles); isFile(place(i)); i++ {
		if err := os.Remove(place(i)); err != nil {
			return err
		}
	}
	for i, from := range s.DealFiles {
		b, err := readFile(from, 1<<30)
		if err != nil {
			return err
		}
		s.DealFiles[i] = place(i)
		if err := os.WriteFile(place(i), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bill is six lines, one more for each farmer that took over, and three commands to try next.
func (d *demo) bill(s *summary) {
	w := d.app.out
	fmt.Fprintf(w, "\npicture   %s, CID %s\n", d.link(s.Output), s.CID)
	for _, g := range s.Agreements {
		fmt.Fprintf(w, "%-9s painted %s for %s%s\n", d.names[g.Farmer], d.painting(&g), money(g.Owed), ended(g))
	}
	fmt.Fprintf(w, "price     %s in all, through escrow; %s\n", money(s.Price), bonds(s))
	fmt.Fprintf(w, "on chain  %d transactions, %d gas\n", len(s.Transactions), s.Gas)
	fmt.Fprintf(w, "proofs    %s\n\n", strings.Join(s.DealFiles, " "))
	fmt.Fprintf(w, "try next  %s\n", strings.Join(d.next(s), "\n          "))
}

// painting is what a farmer did.
func (d *demo) painting(g *agreementLine) string {
	tiles := plural(len(g.Tasks), "tile", "tiles")
	if g.Fuel > 0 {
		tiles += " with " + fuel(g.Fuel)
	}
	return tiles
}

// next are three commands to try.
func (d *demo) next(s *summary) []string {
	return []string{d.app.typed("parley verify ") + quoted(s.DealFiles[0]), d.app.typed("parley demo --kill"), d.app.typed("parley dev")}
}

// ended says how a hire ended where it is worth a word.
func ended(g agreementLine) string {
	if g.Phase == protocol.Settled.String() {
		return ", settled"
	}
	return ": " + strings.ToLower(g.Phase)
}

// bonds says whether what both sides had locked is back: what the requester paid is what the farmers got, and no more.
func bonds(s *summary) string {
	var before, after messages.Amount
	for _, b := range s.Balances {
		had, _ := messages.ParseAmount(b.Before)
		has, _ := messages.ParseAmount(b.After)
		before, _ = before.Add(had)
		after, _ = after.Add(has)
	}
	if before.Cmp(after) != 0 {
		return "some of it was still locked when the demo ended"
	}
	return "all bonds are back"
}

// link is a file as a terminal opens it.
func (d *demo) link(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil || !d.drawing() {
		return path
	}
	return (&url.URL{Scheme: "file", Path: abs}).String()
}

// openFile shows a file the way the desktop does.
func openFile(ctx context.Context, path string) error {
	command := "xdg-open"
	if runtime.GOOS == "darwin" {
		command = "open"
	}
	return exec.CommandContext(ctx, command, path).Run()
}

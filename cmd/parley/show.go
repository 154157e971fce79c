package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// demo is one run of parley demo: it starts the commands that a person would type, and shows what they say.
type demo struct {
	app       *app
	flags     demoFlags
	dir       string
	home      string
	binary    string
	thread    sync.Once
	starts    chan func() // run on a thread of their own, which lives as long as the process
	mu        sync.Mutex
	children  []*child
	returning sync.WaitGroup // of who was killed
	canvas    *picture.Canvas
	screen    *picture.Screen
	cut       render.Picture

	names   map[string]string  // farmers by key
	painted map[string]int     // tiles by farmer
	shares  map[string]float64 // tiles that each session is for
	killed  string
	status  string
	shown   bool // the status was shown since the last look
}

// seller is a farmer of the demo.
type seller struct{ name, price, fuel, taskTime string }

// The farmers differ in price and in what they promise.
var sellers = []seller{{"alba", "0.020", "0.006", "20s"}, {"boro", "0.025", "0.0075", "10s"}, {"cira", "0.030", "0.009", "8s"}}

const hired = 2

func (d *demo) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, os.RemoveAll(d.dir)) }() // none yet: nothing is removed
	if err := d.prepare(); err != nil {
		return err
	}
	d.introduce()
	// The children end with the demo, whatever ends it.
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() { cancel(nil); d.returning.Wait(); d.stop() }()
	if err := d.openMarket(ctx); err != nil {
		return d.told(err)
	}
	s, err := d.hire(ctx)
	if err != nil {
		return d.told(err)
	}
	return d.close(ctx, s)
}

// told: an interruption is no failure of a child.
func (d *demo) told(err error) error {
	if errors.Is(err, context.Canceled) {
		d.screen.Leave()
		d.app.say("stopping everything that was started")
		return &failure.Failure{Cause: "interrupted; everything that was started has ended", Exit: failure.Interrupted, Err: err}
	}
	return err
}

// prepare makes the throw-away folder with the module, the scene and the list of tiles.
func (d *demo) prepare() (err error) {
	d.names, d.painted, d.shares = map[string]string{}, map[string]int{}, map[string]float64{}
	if d.cut.Tiles == 0 {
		d.cut = render.Demo()
	}
	scene := render.Scene()
	if d.flags.scene != "" {
		if scene, err = readFile(d.flags.scene, 1<<20); err != nil {
			return failure.Newf(failure.NotFound, "check the scene's name", "the scene cannot be read: %w", err)
		}
	}
	if err := render.CheckScene(strings.NewReader(string(scene))); err != nil {
		return failure.Newf(failure.General, "see examples/render/scenes for one that works", "the scene is not understood: %w", err)
	}
	folder := filepath.Dir(d.flags.picture)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return failure.Newf(failure.NotFound, "name another place with --picture FILE", "there is no folder %s for the picture", folder)
	}
	if err := writable(folder); err != nil {
		return failure.Newf(failure.General, "name another place with --picture FILE", "the picture cannot be kept: %w", err)
	}
	if d.binary, err = os.Executable(); err != nil {
		return err
	}
	if d.dir, err = os.MkdirTemp("", "parley-demo-"); err != nil {
		return elsewhere("the demo's folder cannot be made: %w", err)
	}
	if free, err := space(d.dir); err == nil && free < demoSpace {
		return elsewhere("%d MiB are left on the disk of %s, and the demo needs %d", free>>20, os.TempDir(), demoSpace>>20)
	}
	d.home = filepath.Join(d.dir, "home")
	module, err := render.Module()
	if err != nil {
		return err
	}
	tiles, err := d.cut.Cut()
	if err != nil {
		return err
	}
	var lines strings.Builder
	for _, t := range tiles {
		fmt.Fprintln(&lines, strings.Join(d.cut.Args(t), " "))
	}
	if d.canvas, err = picture.NewCanvas(d.cut.Size); err != nil {
		return err
	}
	for name, b := range map[string][]byte{"render.wasm": module, render.SceneFile: scene, "tiles.txt": []byte(lines.String())} {
		if err := os.WriteFile(filepath.Join(d.dir, name), b, 0o600); err != nil {
			return elsewhere("the demo's files cannot be written: %w", err)
		}
	}
	d.screen = d.newScreen()
	return nil
}

// demoSpace is what the demo's state comes to, in bytes, and some room.
const demoSpace = 64 << 20

// elsewhere is what keeps the demo from having its state in the folder for temporary files.
func elsewhere(format string, args ...any) error {
	return failure.Newf(failure.General, "free space there, or have it elsewhere with: TMPDIR=DIR parley demo", format, args...)
}

// newScreen draws only where somebody looks: at a terminal, for a table.
func (d *demo) newScreen() *picture.Screen {
	file, isFile := d.app.out.(*os.File)
	terminal := isFile && term.IsTerminal(int(file.Fd())) && d.app.output == "table"
	s := &picture.Screen{Writer: d.app.out, Colors: picture.Detect(d.app.env, terminal)}
	if terminal {
		s.Size = func() (int, int) {
			columns, rows, err := term.GetSize(int(file.Fd()))
			if err != nil {
				return 0, 0
			}
			return columns, rows
		}
	}
	return s
}

func (d *demo) drawing() bool { return d.screen.Colors != picture.NoColors }

func (d *demo) introduce() {
	d.app.say("three farmers on this machine compete for %d tiles of a picture; the two best are hired and paid in %s,", d.cut.Tiles, devmarket.Symbol)
	takes := "ten to thirty seconds"
	if d.flags.cluster.executor != embedded {
		takes = "as long as the cluster does, a minute or more on one of a node or two"
	}
	d.app.say("which is play money and worth nothing. It takes %s. State is in %s and is removed at the end.", takes, d.dir)
}

// openMarket starts the market and the farmers, and waits until they are ready.
func (d *demo) openMarket(ctx context.Context) error {
	d.progress("opening a market: a chain, the contract, a meeting point")
	market := d.start(ctx, "dev", "dev")
	if err := d.await(ctx, "the market to open", func() bool {
		_, err := os.Stat(filepath.Join(d.home, "market.json"))
		return err == nil
	}, market); err != nil {
		return err
	}
	d.progress("three farmers come to the market")
	for _, s := range sellers {
		d.start(ctx, s.name, d.farmArgs(s)...)
	}
	for _, c := range d.children[1:] {
		if err := d.await(ctx, "farmer "+c.name, func() bool { return c.ready() != "" }, c); err != nil {
			return err
		}
		d.names[c.ready()] = c.name
	}
	return nil
}

func (d *demo) farmArgs(s seller) []string {
	args := []string{"farm", "--name", s.name, "--price", s.price, "--fuel-price", s.fuel, "--task-time", s.taskTime, "-o", "jsonl"}
	if d.flags.cluster.executor == embedded {
		return args
	}
	args[8] = clusterTaskTime
	args = append(args, "--executor", d.flags.cluster.executor, "--bacalhau", d.flags.cluster.url)
	for _, flag := range [][2]string{{"--bacalhau-auth", d.flags.cluster.auth}, {"--bacalhau-gateway", d.flags.cluster.gateway}, {"--bacalhau-ipfs", d.flags.cluster.ipfs}, {"--bacalhau-publisher", d.flags.cluster.publisher}} {
		if flag[1] != "" {
			args = append(args, flag[0], flag[1])
		}
	}
	return args
}

// tileFuel is the most fuel that a tile may use, in 10^9.
const tileFuel = "12"

// On a cluster, which compiles the renderer for each tile anew, things take longer: what the demo's farmers promise for a tile,
// what a tile may take, and everything.
const (
	clusterTaskTime = "2m"
	clusterTimeout  = "5m"
	clusterDeliver  = "30m"
)

// readyTime is how long a child may take to be ready on a slow machine.
const readyTime = 2 * time.Minute

// await waits until something is so, or the child has ended.
func (d *demo) await(ctx context.Context, what string, so func() bool, c *child) error {
	deadline := time.After(readyTime)
	for !so() {
		select {
		case <-c.ended:
			return fmt.Errorf("%s ended before it was ready:\n%s", c.name, c.tail())
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			return failure.Newf(failure.TimedOut, "try again on a machine that has less to do", "waited %s for %s:\n%s", readyTime, what, c.tail())
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// hire starts the requester and shows what it says, until it ends.
func (d *demo) hire(ctx context.Context) (*summary, error) {
	args := []string{"run", filepath.Join(d.dir, "render.wasm"), "--input", filepath.Join(d.dir, render.SceneFile), "--each", filepath.Join(d.dir, "tiles.txt"),
		"--hire", fmt.Sprint(hired), "--reserve", "1", "--match", d.flags.match, "--audit", "1", "--wait", "500ms", "--patience", "2s",
		"--fuel", tileFuel, "--output", filepath.Join(d.dir, "tiles"), "-o", "jsonl"}
	if d.flags.cluster.executor != embedded {
		args = append(args, "--timeout", clusterTimeout, "--deliver-in", clusterDeliver)
	}
	d.progress("asking them for quotes")
	c := d.start(ctx, "requester", args...)
	var s *summary
	tick := time.NewTicker(lifeTime)
	defer tick.Stop()
	for line := range c.lines(ctx, tick.C, d.lives) {
		event := map[string]any{}
		if json.Unmarshal(line, &event) != nil {
			continue
		}
		if event["event"] == "summary" {
			s = new(summary)
			if err := json.Unmarshal(line, s); err != nil {
				return nil, err
			}
			continue
		}
		if err := d.heard(ctx, event); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil { // the children are asked to end, this one among them
		return nil, context.Cause(ctx)
	}
	<-c.ended
	switch {
	case s == nil || c.err != nil:
		return nil, failure.Newf(failure.General, "run it again with --show-commands and type them one by one", "the requester failed:\n%s", c.tail())
	}
	return s, nil
}

// lifeTime is how often the demo says what it waits for, where nothing else is to be said.
const lifeTime = 10 * time.Second

// lives says what is waited for, unless something was said since it was called last.
func (d *demo) lives() {
	done := 0
	for _, n := range d.painted {
		done += n
	}
	switch {
	case d.shown:
	case len(d.shares) == 0:
		d.progress("waiting for quotes")
	case done < d.cut.Tiles:
		d.progress("waiting for tiles; %d of %d are here", done, d.cut.Tiles)
	default:
		d.progress("all tiles are here; waiting for the farmers to settle on chain")
	}
	d.shown = false
}

// heard shows one event of the requester.
func (d *demo) heard(ctx context.Context, event map[string]any) error {
	text := func(key string) string { s, _ := event[key].(string); return s }
	farmer := d.names[text("farmer")]
	if farmer == "" && text("farmer") != "" {
		farmer = text("farmer")[:8]
	}
	switch event["event"] {
	case "quote":
		if text("unit") == compute.FuelUnit {
			d.progress("%s quotes %s for 10^9 fuel, at most %s for all %d tiles", farmer, money(text("perUnit")), money(text("price")), d.cut.Tiles)
			break
		}
		d.progress("%s quotes %s for all %d tiles", farmer, money(text("price")), d.cut.Tiles)
	case "hired":
		tiles, _ := event["tasks"].(float64)
		d.shares[text("session")] = tiles
		d.progress("%s is hired for %s, at most %s, and the deal is signed by both", farmer, plural(int(tiles), "tile", "tiles"), money(text("ceiling")))
	case "audit":
		d.progress("one tile of %s was rendered again here: the same bytes, and as much fuel: %v", farmer, event["same"])
	case "refused":
		d.progress("%s: %s", farmer, text("reason"))
	case "waiting":
		d.progress("all tiles are here; waiting for the farmers to settle on chain")
	case "ended":
		d.progress("%s ended as %s%s: %s", farmer, text("phase"), d.short(event), money(text("owed")))
		if farmer == d.killed {
			d.killed = ""
		}
	case "result":
		return d.tile(ctx, farmer, event)
	}
	return nil
}

// short says of a hire that has ended what it leaves undone: somebody else is hired for it.
func (d *demo) short(ended map[string]any) string {
	tasks, _ := ended["tasks"].([]any)
	session, _ := ended["session"].(string)
	if share := int(d.shares[session]); len(tasks) < share {
		return fmt.Sprintf(" with %d of its %d tiles, the rest is for others", len(tasks), share)
	}
	return ""
}

// tile draws a tile that has come, verified, and at half time kills its farmer if that was asked for. One of half its share or
// less is left enough to do, so that it cannot be done before it is dead.
func (d *demo) tile(ctx context.Context, farmer string, event map[string]any) error {
	number, _ := event["task"].(float64)
	path, _ := event["path"].(string)
	tiles, err := d.cut.Cut()
	if err != nil || int(number) < 0 || int(number) >= len(tiles) {
		return fmt.Errorf("tile %v: %w", event["task"], err)
	}
	if ended, _ := event["ended"].(string); ended != executor.Exited.String() {
		return failure.Newf(failure.General, "run it again on a machine, or a cluster, that has less to do", "tile %d of %s came to nothing: %s", int(number), farmer, ended)
	}
	b, err := readFile(filepath.Join(path, "outputs", render.TileFile), 8<<20)
	if err != nil {
		return fmt.Errorf("tile %d of %s: %w", int(number), farmer, err)
	}
	img, err := render.Decode(b, tiles[int(number)])
	if err == nil {
		err = d.canvas.Place(img)
	}
	if err != nil {
		return fmt.Errorf("tile %d of %s: %w", int(number), farmer, err)
	}
	d.painted[farmer]++
	done := 0
	for _, n := range d.painted {
		done += n
	}
	d.progress("tile %d of %d, by %s", done, d.cut.Tiles, farmer)
	if d.flags.kill && d.killed == "" && done >= d.cut.Tiles/2 && d.painted[farmer] <= d.cut.Tiles/hired/2 {
		d.flags.kill = false
		return d.kill(ctx, farmer)
	}
	return nil
}

// kill kills a farmer as a power cut would, and starts it again after a while, as whoever runs it would.
func (d *demo) kill(ctx context.Context, farmer string) error {
	i := slices.IndexFunc(d.children, func(c *child) bool { return c.name == farmer })
	if i < 0 {
		return nil
	}
	d.killed = farmer
	d.children[i].kill()
	d.progress("%s was killed; the reserve takes over what it has not done", farmer)
	j := slices.IndexFunc(sellers, func(s seller) bool { return s.name == farmer })
	d.returning.Go(func() {
		select {
		case <-time.After(8 * time.Second):
			d.start(ctx, farmer, d.farmArgs(sellers[j])...)
		case <-ctx.Done():
		}
	})
	return nil
}

func money(text string) string {
	a, err := messages.ParseAmount(text)
	if err != nil {
		return text
	}
	return messages.FormatUnits(a, devmarket.Decimals) + " " + devmarket.Symbol
}

// progress shows where things are: below the picture, or as a line of its own.
func (d *demo) progress(format string, args ...any) {
	d.status, d.shown = fmt.Sprintf(format, args...), true
	if !d.drawing() {
		d.app.say("%s", d.status)
		return
	}
	_ = d.screen.Draw(d.canvas.Image(), d.status)
}

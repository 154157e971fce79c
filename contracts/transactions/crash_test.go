package transactions_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
)

const crashJobs = 30

// TestMain pays in the place of the tests when it is started as a child.
func TestMain(m *testing.M) {
	if url := os.Getenv("PARLEY_TEST_CHAIN"); url != "" {
		if err := payAll(context.Background(), url, os.Getenv("PARLEY_TEST_STORE")); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func crashKey(i int) string { return fmt.Sprintf("crash%d", i) }

// payAll brings about crashJobs effects at once and says so of each.
func payAll(ctx context.Context, url, store string) error {
	client, err := transactions.Dial(ctx, url, chainID)
	if err != nil {
		return err
	}
	db, err := transactions.OpenSQLite(ctx, store)
	if err != nil {
		return err
	}
	m, err := transactions.Open(ctx, transactions.Config{Client: client, Key: devchain.Account(0), Store: db, Poll: 20 * time.Millisecond})
	if err != nil {
		return err
	}
	errs := make([]error, crashJobs)
	var wg sync.WaitGroup
	for i := range crashJobs {
		wg.Go(func() {
			_, errs[i] = m.Send(ctx, pay(crashKey(i)))
			fmt.Println(crashKey(i), errs[i])
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Killed with nothing signed, with some in the pool, with some mined; begun again each time; then let finish.
func TestAKillMidBatchLosesAndRepeatsNothing(t *testing.T) { // THREATS 4, nonce gap: kill mid-batch; rule 1
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store := filepath.Join(t.TempDir(), "transactions.db")
	start := func() (cmd *exec.Cmd, lines *bufio.Scanner) {
		exe, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd = exec.CommandContext(bounded(t), exe)
		cmd.Env = append(os.Environ(), "PARLEY_TEST_CHAIN="+chain.URL(), "PARLEY_TEST_STORE="+store)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd, bufio.NewScanner(out)
	}
	kill := func(cmd *exec.Cmd) {
		cmd.Process.Kill()
		cmd.Wait()
	}

	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	first, _ := start()
	pooled(t, client, 3) // some were sent; where the others are is left to chance
	kill(first)

	second, lines := start()
	pooled(t, client, 10)
	if err := chain.DropPending(t.Context()); err != nil { // and the node forgets
		t.Fatal(err)
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() { // one is mined, others are under way
		t.Fatal("the second child said nothing")
	}
	kill(second)

	third, lines := start()
	for lines.Scan() {
		if !strings.HasSuffix(lines.Text(), "<nil>") {
			t.Error(lines.Text())
		}
	}
	if err := third.Wait(); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for i := range crashJobs {
		keys = append(keys, crashKey(i))
	}
	paid(t, client, keys...)
	if n, err := client.NonceAt(t.Context(), devchain.Address(0), nil); err != nil || n != crashJobs {
		t.Errorf("%d nonces for %d effects, %v", n, crashJobs, err)
	}
}

func TestAStoreServesOneProcess(t *testing.T) { // THREATS 4, two daemons, one key
	path := filepath.Join(t.TempDir(), "dir with space", "transactions.db")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	first, err := transactions.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = transactions.OpenSQLite(t.Context(), path)
	if !errors.Is(err, transactions.ErrStoreInUse) || !strings.Contains(fmt.Sprint(err), "end that process") {
		t.Errorf("opened twice: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := transactions.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// A store that was emptied, zeroed, cut or changed is named with what it is: none is taken for a new one, which would know
// nothing of what is under way.
func TestADamagedStoreIsRefused(t *testing.T) { // THREATS 4
	for name, harm := range map[string]func(b []byte) []byte{
		"emptied": func(b []byte) []byte { return nil },
		"zeroed":  func(b []byte) []byte { clear(b); return b },
		"cut":     func(b []byte) []byte { return b[:len(b)/2+100] },
		"changed": func(b []byte) []byte { copy(b[4096:], bytes.Repeat([]byte{0xa5}, 64)); return b },
	} {
		path := filepath.Join(t.TempDir(), "transactions.db")
		store, err := transactions.OpenSQLite(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
			t.Errorf("the store is %v, %v; want its owner's alone", info.Mode(), err)
		}
		scope := transactions.Scope{ChainID: chainID}
		if err := errors.Join(store.Put(t.Context(), scope, []transactions.Record{{Key: "k"}}), store.Close()); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, harm(b), 0o600); err != nil {
			t.Fatal(err)
		}
		store, err = transactions.OpenSQLite(t.Context(), path)
		if err == nil {
			_, _, err = store.Load(t.Context(), scope)
			store.Close()
		}
		if d, ok := errors.AsType[*transactions.DamagedError](err); !ok || d.Path != path {
			t.Errorf("%s: %v, want a *DamagedError that names %s", name, err, path)
		}
	}
}

func TestAFullDiskFreezesSigning(t *testing.T) { // THREATS 4, disk full; rule 1
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	store := new(brittle)
	m := open(t, transactions.Config{Client: client, Store: store})
	mustSend(t, m, pay("before"))
	store.broken.Store(true)
	if _, err := m.Send(bounded(t), pay("during")); !errors.Is(err, transactions.ErrFrozen) {
		t.Errorf("the store fails: %v", err)
	}
	store.broken.Store(false)
	if _, err := m.Send(bounded(t), pay("after")); !errors.Is(err, transactions.ErrFrozen) || !strings.Contains(err.Error(), "mend the disk") {
		t.Errorf("what the store holds is unknown, and yet: %v", err)
	}
	pending, err := client.PendingNonceAt(t.Context(), m.Account())
	if err != nil || pending != 1 {
		t.Errorf("nonce %d, %v: something was sent that was not stored", pending, err)
	}
	m.Close()
	mended := open(t, transactions.Config{Client: client, Store: store})
	mustSend(t, mended, pay("after"))
	paid(t, client, "before", "after")
}

func TestAChainBegunAnewIsNotMistakenForTheOld(t *testing.T) { // THREATS rule 3
	store := new(transactions.Memory)
	old := startChain(t, devchain.Config{})
	m := open(t, transactions.Config{Client: dial(t, old.URL()), Store: store})
	for _, key := range []string{"deploy", "deposit", "open"} {
		mustSend(t, m, pay(key))
	}
	m.Close()
	anew := startChain(t, devchain.Config{})
	if _, err := anew.Advance(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	_, err := transactions.Open(t.Context(), transactions.Config{Client: dial(t, anew.URL()), Store: store, Key: devchain.Account(0)})
	if !errors.Is(err, transactions.ErrOtherHistory) || !strings.Contains(err.Error(), "begin with a new state directory") {
		t.Errorf("got %v", err)
	}
	_, err = transactions.Survey(t.Context(), devchain.Address(0), transactions.Config{Client: dial(t, anew.URL()), Store: store})
	if !errors.Is(err, transactions.ErrOtherHistory) || !strings.Contains(err.Error(), "has used 0 of this account's 3 nonces") {
		t.Errorf("who only looks is told %v", err)
	}
}

// Stores behave alike.
func TestStores(t *testing.T) {
	sqlite, err := transactions.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "s.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sqlite.Close() })
	for name, store := range map[string]transactions.Store{"memory": new(transactions.Memory), "sqlite": sqlite} {
		t.Run(name, func(t *testing.T) { testStore(t, store) })
	}
}

func testStore(t *testing.T, store transactions.Store) {
	t.Helper()
	ctx := t.Context()
	here := transactions.Scope{ChainID: chainID, Account: devchain.Address(0)}
	elsewhere := transactions.Scope{ChainID: chainID, Account: devchain.Address(1)}
	record := func(nonce uint64, key string, status transactions.Status) transactions.Record {
		return transactions.Record{Nonce: nonce, Key: key, Attempts: []transactions.Attempt{{Raw: []byte{byte(nonce)}}},
			Outcome: transactions.Outcome{Key: key, Nonce: nonce, Status: status}}
	}
	a, b := record(0, "k", transactions.Replaced), record(1, "k", transactions.Pending)
	c, d := record(2, "l", transactions.Mined), record(3, "m", transactions.Pending)
	if err := store.Put(ctx, here, []transactions.Record{d, a, b, c}); err != nil {
		t.Fatal(err)
	}
	undecided, newest, err := store.Load(ctx, here)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]transactions.Record{b, d}, undecided, bigs); diff != "" {
		t.Errorf("undecided: %s", diff)
	}
	if diff := cmp.Diff(&c, newest, bigs); diff != "" {
		t.Errorf("newest: %s", diff)
	}
	if r, ok, err := store.Find(ctx, here, "k"); err != nil || !ok || r.Nonce != 1 {
		t.Errorf("find k: nonce %d, %v, %v; want the newest, 1", r.Nonce, ok, err)
	}
	b.Outcome.Status = transactions.Mined
	if err := store.Put(ctx, here, []transactions.Record{b}); err != nil {
		t.Fatal(err)
	}
	if r, ok, err := store.At(ctx, here, 1); err != nil || !ok || r.Outcome.Status != transactions.Mined {
		t.Errorf("at 1: %v, %v, %v", r.Outcome.Status, ok, err)
	}
	if _, ok, err := store.At(ctx, here, 9); ok || err != nil {
		t.Errorf("at 9: %v, %v", ok, err)
	}
	if _, ok, err := store.Find(ctx, elsewhere, "k"); ok || err != nil {
		t.Errorf("another account's: %v, %v", ok, err)
	}
	if undecided, newest, err := store.Load(ctx, elsewhere); len(undecided) > 0 || newest != nil || err != nil {
		t.Errorf("another account's: %v, %v, %v", undecided, newest, err)
	}
}

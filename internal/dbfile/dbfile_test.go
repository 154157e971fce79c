package dbfile_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/internal/dbfile"
)

const schema = "CREATE TABLE t (x INTEGER); PRAGMA user_version = 3"

// THREATS 4: a file is made whole, its owner's alone, and without anything beside it; what is there is left as it is.
func TestMake(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new.db")
	for range 2 {
		if err := dbfile.Make(path, schema); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 || info.Size() == 0 {
			t.Fatalf("%v, %v", info, err)
		}
		if there, err := os.ReadDir(dir); err != nil || len(there) != 1 {
			t.Fatalf("beside it are %v, %v", there, err)
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO t (x) VALUES (7)"); err != nil {
		t.Fatal(err)
	}
	if err := dbfile.Make(path, schema); err != nil {
		t.Fatal(err)
	}
	var x, version int
	if err := errors.Join(db.QueryRow("SELECT x FROM t").Scan(&x), db.QueryRow("PRAGMA user_version").Scan(&version)); err != nil || x != 7 || version != 3 {
		t.Errorf("%d, version %d, %v", x, version, err)
	}
}

// THREATS 4: an empty file, one that is no file, and a log without its database are damage, and stay as they are.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	empty, folder, gone := filepath.Join(dir, "empty.db"), filepath.Join(dir, "folder.db"), filepath.Join(dir, "gone.db")
	if err := errors.Join(os.WriteFile(empty, nil, 0o600), os.Mkdir(folder, 0o700), os.WriteFile(gone+"-wal", []byte("log"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, folder, gone} {
		if err := dbfile.Make(path, schema); !errors.Is(err, dbfile.ErrDamaged) || !dbfile.Damaged(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if info, err := os.Stat(empty); err != nil || info.Size() != 0 {
		t.Errorf("the empty file is %v, %v", info, err)
	}
	if _, err := os.Stat(gone); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was gone is there: %v", err)
	}
	if dbfile.Damaged(nil) || dbfile.Damaged(os.ErrPermission) {
		t.Error("another error is taken for damage")
	}
}

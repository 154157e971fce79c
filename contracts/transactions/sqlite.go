package transactions

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"

	"github.com/parley-p2p/parley/internal/dbfile" // registers the driver "sqlite"
)

// SQLite is a Store in a file. One process at a time opens it: the second would sign the same nonces.
type SQLite struct {
	path string
	db   *sql.DB
}

var _ Store = (*SQLite)(nil)

// ErrStoreInUse is returned when another process holds the file.
var ErrStoreInUse = errors.New("transactions: the store is in use by another process")

// schema keys records by nonce, as the chain does. The number is the format's version, in user_version.
const schema = `
CREATE TABLE transactions (
	chain   TEXT    NOT NULL,
	account BLOB    NOT NULL,
	nonce   INTEGER NOT NULL,
	key     TEXT    NOT NULL,
	status  INTEGER NOT NULL,
	record  BLOB    NOT NULL,
	PRIMARY KEY (chain, account, nonce)
) WITHOUT ROWID;
CREATE INDEX transactions_key ON transactions (chain, account, key, nonce);
CREATE INDEX transactions_status ON transactions (chain, account, status, nonce);
PRAGMA user_version = 1;`

// DamagedError is a store that is not what was written. The remedy is a backup, or a new store: what was sent and is not
// mined yet may then be sent again.
type DamagedError struct {
	Path string
	Err  error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("transactions: the store %s is damaged: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *DamagedError) Unwrap() error { return e.Err }

// OpenSQLite opens the store at path, and makes it, for its owner only, if there is none. It returns ErrStoreInUse if another
// process has it open, a *DamagedError if it is not what was written, emptied for example.
func OpenSQLite(ctx context.Context, path string) (*SQLite, error) {
	if err := dbfile.Make(path, schema); err != nil {
		return nil, unopened(path, err)
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(0)", "locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String())
	if err != nil {
		return nil, unopened(path, err)
	}
	db.SetMaxOpenConns(1) // the lock belongs to the connection
	db.SetConnMaxIdleTime(0)
	s := &SQLite{path: path, db: db}
	if err := s.prepare(ctx); err != nil {
		db.Close()
		if strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "locked") {
			return nil, fmt.Errorf("%w: %s; end that process, or give each its own directory and account", ErrStoreInUse, path)
		}
		return nil, unopened(path, err)
	}
	return s, nil
}

func unopened(path string, err error) error {
	if dbfile.Damaged(err) {
		return &DamagedError{Path: path, Err: err}
	}
	return fmt.Errorf("transactions: open store %s: %w", path, err)
}

// damaged is err as a *DamagedError if the file is to blame.
func (s *SQLite) damaged(err error) error {
	if dbfile.Damaged(err) {
		return &DamagedError{Path: s.path, Err: err}
	}
	return err
}

func (s *SQLite) prepare(ctx context.Context) error {
	var version int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > 1:
		return fmt.Errorf("its format %d is newer than this program; upgrade it", version)
	case version < 1:
		return fmt.Errorf("%w: it is a database, but no store of transactions", dbfile.ErrDamaged)
	}
	_, err := s.db.ExecContext(ctx, "PRAGMA user_version = 1") // a write, which takes the lock
	return err
}

// Close releases the file.
func (s *SQLite) Close() error { return s.db.Close() }

// Put implements Store.
func (s *SQLite) Put(ctx context.Context, scope Scope, records []Record) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, r := range records {
		if r.Nonce > math.MaxInt64 {
			return fmt.Errorf("nonce %d is out of range", r.Nonce)
		}
		blob, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx,
			`INSERT INTO transactions (chain, account, nonce, key, status, record) VALUES (?, ?, ?, ?, ?, ?)
			 ON CONFLICT DO UPDATE SET key = excluded.key, status = excluded.status, record = excluded.record`,
			scope.ChainID.String(), scope.Account[:], int64(r.Nonce), r.Key, int(r.Outcome.Status), blob)
		if err != nil {
			return s.damaged(err)
		}
	}
	return s.damaged(tx.Commit())
}

// Find implements Store.
func (s *SQLite) Find(ctx context.Context, scope Scope, key string) (Record, bool, error) {
	records, err := s.read(ctx, `SELECT record FROM transactions WHERE chain = ? AND account = ? AND key = ?
		ORDER BY nonce DESC LIMIT 1`, scope.ChainID.String(), scope.Account[:], key)
	if err != nil || len(records) == 0 {
		return Record{}, false, err
	}
	return records[0], true, nil
}

// At implements Store.
func (s *SQLite) At(ctx context.Context, scope Scope, nonce uint64) (Record, bool, error) {
	records, err := s.read(ctx, `SELECT record FROM transactions WHERE chain = ? AND account = ? AND nonce = ?`,
		scope.ChainID.String(), scope.Account[:], int64(nonce))
	if err != nil || len(records) == 0 {
		return Record{}, false, err
	}
	return records[0], true, nil
}

// Load implements Store.
func (s *SQLite) Load(ctx context.Context, scope Scope) (undecided []Record, newest *Record, err error) {
	undecided, err = s.read(ctx, `SELECT record FROM transactions WHERE chain = ? AND account = ? AND status = ?
		ORDER BY nonce`, scope.ChainID.String(), scope.Account[:], int(Pending))
	if err != nil {
		return nil, nil, err
	}
	decided, err := s.read(ctx, `SELECT record FROM transactions WHERE chain = ? AND account = ? AND status <> ?
		ORDER BY nonce DESC LIMIT 1`, scope.ChainID.String(), scope.Account[:], int(Pending))
	if err != nil {
		return nil, nil, err
	}
	if len(decided) > 0 {
		newest = &decided[0]
	}
	return undecided, newest, nil
}

// Copy returns a store in memory with all the records of a scope, for who looks at them once the file is closed.
func (s *SQLite) Copy(ctx context.Context, scope Scope) (*Memory, error) {
	records, err := s.read(ctx, `SELECT record FROM transactions WHERE chain = ? AND account = ?`, scope.ChainID.String(), scope.Account[:])
	if err != nil {
		return nil, err
	}
	m := new(Memory)
	return m, m.Put(ctx, scope, records)
}

func (s *SQLite) read(ctx context.Context, query string, args ...any) ([]Record, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.damaged(err)
	}
	defer rows.Close()
	var records []Record
	for rows.Next() {
		var blob []byte
		if err := rows.Scan(&blob); err != nil {
			return nil, err
		}
		var r Record
		if err := json.Unmarshal(blob, &r); err != nil {
			return nil, &DamagedError{Path: s.path, Err: fmt.Errorf("a stored transaction does not decode: %w", err)}
		}
		if len(r.Attempts) == 0 {
			return nil, &DamagedError{Path: s.path, Err: fmt.Errorf("nonce %d has no attempt", r.Nonce)}
		}
		records = append(records, r)
	}
	return records, s.damaged(rows.Err())
}

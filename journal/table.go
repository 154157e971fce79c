package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/parley-p2p/parley/internal/dbfile"
)

// table is the log on disk: rows of two columns, numbered without a gap. append is called by one at a time.
type table interface {
	// append adds a row, on disk when it returns, and in the same transaction drops the rows through dropped.
	append(row int64, directory, data []byte, dropped int64) error
	// load returns a row.
	load(row int64) (directory, data []byte, err error)
	// read returns a part of a row's data, which is shorter if the row is; errNoRow if there is no such row.
	read(ctx context.Context, s spot) ([]byte, error)
	// scan calls visit with the directory of each row and the size of its data, in order.
	scan(visit func(row int64, directory []byte, size int64) error) error
	// renew empties the log that rows are written to first, and reports whether it could.
	renew() bool
	// close merges the log into the file, as far as nobody reads, and then removes it unless it is to be kept.
	close(keep bool) error
}

var errNoRow = errors.New("no such row")

// What SQLite is told this file is. A change of format raises the version and brings the migration from the one before.
const (
	applicationID = 0x5061726c // "Parl"
	version       = 1
)

const maxDirectory = 64 << 20 // bytes; far more than a group can have

const schema = `CREATE TABLE log (
	row       INTEGER PRIMARY KEY,
	directory BLOB NOT NULL,
	data      BLOB NOT NULL
) STRICT`

// create makes an empty file a journal.
var create = fmt.Sprintf("%s; PRAGMA application_id=%d; PRAGMA user_version=%d", schema, applicationID, version)

// sqlTable is a table in an SQLite file. Writes have a connection of their own; readers never wait for them.
type sqlTable struct {
	path               string
	db                 *sql.DB
	writer             *sql.Conn
	insert, drop, part *sql.Stmt
}

// openTable opens the file at path, an absolute one. The caller holds the lock. The log beside it stays until close is told otherwise.
func openTable(path string) (_ *sqlTable, err error) {
	name := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{
		"_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "trusted_schema(OFF)", "cell_size_check(ON)"},
		"psow":    {"1"}, // the log has no copies of frames: checkLog relies on that
	}.Encode()}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(keeper{connector})
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(2)
	t := &sqlTable{path: path, db: db}
	defer func() {
		if err != nil {
			err = errors.Join(classify(err), t.close(true))
		}
	}()
	ctx := context.Background()
	if t.writer, err = db.Conn(ctx); err != nil {
		return nil, err
	}
	if err = t.prepareFile(ctx); err != nil {
		return nil, err
	}
	return t, t.prepare(ctx)
}

// keeper makes connections that keep the log when the last of them ends.
type keeper struct{ driver.Connector }

func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := keepLog(c, 1); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// keepLog says whether the log stays if this is the last connection: 1 or 0.
func keepLog(connection any, keep int) error {
	_, err := connection.(sqlite.FileControl).FileControlPersistWAL("main", keep)
	return err
}

// prepare refuses a file that says it is a journal and has no log: what says where it is has rotted.
func (t *sqlTable) prepare(ctx context.Context) (err error) {
	if t.insert, err = t.writer.PrepareContext(ctx, `INSERT INTO log (row, directory, data) VALUES (?, ?, ?)`); err == nil {
		if t.drop, err = t.writer.PrepareContext(ctx, `DELETE FROM log WHERE row <= ?`); err == nil {
			t.part, err = t.db.PrepareContext(ctx, `SELECT substr(data, ?, ?) FROM log WHERE row = ?`)
		}
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code() == sqlite3.SQLITE_ERROR {
		return &CorruptError{Reason: fmt.Sprintf("its log is not found in the file: %v", err)}
	}
	return err
}

// prepareFile refuses what is not a journal of this version.
func (t *sqlTable) prepareFile(ctx context.Context) error {
	var id, have int64
	for pragma, into := range map[string]*int64{"PRAGMA application_id": &id, "PRAGMA user_version": &have} {
		if err := t.writer.QueryRowContext(ctx, pragma).Scan(into); err != nil {
			return err
		}
	}
	switch {
	case id != applicationID:
		return fmt.Errorf("%w: it is a database, but not a journal; use another path", ErrVersion)
	case have > version:
		return fmt.Errorf("%w: format %d, this version knows %d; install a newer parley", ErrVersion, have, version)
	case have != version:
		return fmt.Errorf("%w: format %d, which was never released", ErrVersion, have)
	}
	var mode string
	if err := t.writer.QueryRowContext(ctx, "PRAGMA journal_mode=WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the file system does not allow a write-ahead log (journal mode is %q); use a local disk", mode)
	}
	return nil
}

func (t *sqlTable) append(row int64, directory, data []byte, dropped int64) error {
	ctx := context.Background() // a write is never left half way
	if data == nil {
		data = []byte{}
	}
	if dropped == 0 {
		_, err := t.insert.ExecContext(ctx, row, directory, data)
		return classify(err)
	}
	tx, err := t.writer.BeginTx(ctx, nil)
	if err != nil {
		return classify(err)
	}
	if _, err = tx.StmtContext(ctx, t.insert).ExecContext(ctx, row, directory, data); err == nil {
		_, err = tx.StmtContext(ctx, t.drop).ExecContext(ctx, dropped)
	}
	if err != nil {
		return errors.Join(classify(err), tx.Rollback())
	}
	return classify(tx.Commit())
}

func (t *sqlTable) load(row int64) (directory, data []byte, err error) {
	err = t.db.QueryRow(`SELECT directory, data FROM log WHERE row = ?`, row).Scan(&directory, &data)
	return directory, data, classify(err)
}

func (t *sqlTable) read(ctx context.Context, s spot) ([]byte, error) {
	var b []byte
	err := t.part.QueryRowContext(ctx, int64(s.offset)+1, int64(s.size), s.row).Scan(&b)
	return b, classify(err)
}

func (t *sqlTable) scan(visit func(row int64, directory []byte, size int64) error) error {
	rows, err := t.db.Query(`SELECT row, CASE WHEN length(directory) <= ? THEN directory END, length(data) FROM log ORDER BY row`, maxDirectory)
	if err != nil {
		return classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		var size sql.Null[int64]
		var directory sql.RawBytes
		if err := rows.Scan(&row, &directory, &size); err != nil {
			return classify(err)
		}
		if !size.Valid {
			return &CorruptError{Reason: fmt.Sprintf("row %d of the log has lost its data", row)}
		}
		if err := visit(row, directory, size.V); err != nil {
			return err
		}
	}
	return classify(rows.Err())
}

func (t *sqlTable) renew() bool {
	var busy, frames, done int
	err := t.writer.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &done)
	if err != nil || busy != 0 {
		return false
	}
	info, err := os.Stat(t.path + "-wal")
	return err == nil && info.Size() == 0
}

// close takes a table that was opened half way, too.
func (t *sqlTable) close(keep bool) error {
	var err error
	for _, s := range []*sql.Stmt{t.insert, t.drop, t.part} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	t.db.SetMaxIdleConns(-1) // the writer's connection is the last, unless somebody reads
	if t.writer != nil {
		if !keep {
			err = errors.Join(err, t.writer.Raw(func(c any) error { return keepLog(c, 0) }))
		}
		err = errors.Join(err, t.writer.Close())
	}
	return errors.Join(err, t.db.Close())
}

// classify says in the journal's words what SQLite or the system says.
func classify(err error) error {
	var reason error
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			reason = ErrFull
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
			reason = ErrReadOnly
		}
	}
	if dbfile.Damaged(err) {
		return &CorruptError{Reason: strings.TrimPrefix(err.Error(), dbfile.ErrDamaged.Error()+": ")}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return errNoRow
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		reason = ErrFull
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		reason = ErrReadOnly
	}
	if reason == nil || errors.Is(err, reason) {
		return err
	}
	return fmt.Errorf("%w: %w", reason, err)
}

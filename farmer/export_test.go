package farmer

import "github.com/parley-p2p/parley/internal/drive"

// Config is that of the server's sessions, once it serves.
func (s *Server) Config() *drive.Config { return &s.config }

// Conduct makes a session one under way. run conducts it until it is closed, and strike takes it off those under way: nothing happens by
// itself in between.
func (s *Server) Conduct(d *drive.Session) (run, strike func()) {
	c := &conduct{server: s, session: d}
	v := d.View()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live[v.Session] = c
	s.charge(v.Requester, load{sessions: 1})
	d.TakenUp()
	return func() { c.run(s.base) }, func() { s.strike(c) }
}

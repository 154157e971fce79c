package guest

// A Program is a Module whose function 0 and up are WASI imports in the order of need, and that has a memory, text in it
// and one main function.
type Program struct {
	Module
	text uint32 // where the next text goes
}

// TextAt is where texts begin; below it a program may store what it likes.
const TextAt = 4096

// NewProgram starts a program with the WASI functions that it will call, numbered from 0 in their order. Those that are
// not in signatures cannot be named.
func NewProgram(wasi ...string) *Program {
	p := &Program{text: TextAt}
	p.Memory = &Limits{Min: 2}
	p.Types = []Type{{}} // 0: no parameters, no results
	for _, name := range wasi {
		p.Imports = append(p.Imports, Import{Name: name, Type: uint32(len(p.Types))})
		p.Types = append(p.Types, signatures[name])
	}
	return p
}

// signatures of the functions that tests call.
var signatures = map[string]Type{
	"args_get":              {[]byte{I32, I32}, []byte{I32}},
	"args_sizes_get":        {[]byte{I32, I32}, []byte{I32}},
	"clock_time_get":        {[]byte{I32, I64, I32}, []byte{I32}},
	"environ_get":           {[]byte{I32, I32}, []byte{I32}},
	"fd_allocate":           {[]byte{I32, I64, I64}, []byte{I32}},
	"fd_close":              {[]byte{I32}, []byte{I32}},
	"fd_fdstat_get":         {[]byte{I32, I32}, []byte{I32}},
	"fd_fdstat_set_flags":   {[]byte{I32, I32}, []byte{I32}},
	"fd_filestat_get":       {[]byte{I32, I32}, []byte{I32}},
	"fd_filestat_set_size":  {[]byte{I32, I64}, []byte{I32}},
	"fd_pread":              {[]byte{I32, I32, I32, I64, I32}, []byte{I32}},
	"fd_pwrite":             {[]byte{I32, I32, I32, I64, I32}, []byte{I32}},
	"fd_read":               {[]byte{I32, I32, I32, I32}, []byte{I32}},
	"fd_readdir":            {[]byte{I32, I32, I32, I64, I32}, []byte{I32}},
	"fd_renumber":           {[]byte{I32, I32}, []byte{I32}},
	"fd_seek":               {[]byte{I32, I64, I32, I32}, []byte{I32}},
	"fd_write":              {[]byte{I32, I32, I32, I32}, []byte{I32}},
	"path_create_directory": {[]byte{I32, I32, I32}, []byte{I32}},
	"path_filestat_get":     {[]byte{I32, I32, I32, I32, I32}, []byte{I32}},
	"path_link":             {[]byte{I32, I32, I32, I32, I32, I32, I32}, []byte{I32}},
	"path_open":             {[]byte{I32, I32, I32, I32, I32, I64, I64, I32, I32}, []byte{I32}},
	"path_rename":           {[]byte{I32, I32, I32, I32, I32, I32}, []byte{I32}},
	"path_readlink":         {[]byte{I32, I32, I32, I32, I32, I32}, []byte{I32}},
	"path_symlink":          {[]byte{I32, I32, I32, I32, I32}, []byte{I32}},
	"path_unlink_file":      {[]byte{I32, I32, I32}, []byte{I32}},
	"poll_oneoff":           {[]byte{I32, I32, I32, I32}, []byte{I32}},
	"proc_exit":             {[]byte{I32}, nil},
	"random_get":            {[]byte{I32, I32}, []byte{I32}},
	"sched_yield":           {nil, []byte{I32}},
	"sock_accept":           {[]byte{I32, I32, I32}, []byte{I32}},
	"sock_recv":             {[]byte{I32, I32, I32, I32, I32, I32}, []byte{I32}},
	"sock_send":             {[]byte{I32, I32, I32, I32, I32}, []byte{I32}},
}

// Text places s in memory and pushes its address and length.
func (p *Program) Text(s string) []byte {
	at := p.place([]byte(s))
	return Code(Const(at), Const(int32(len(s))))
}

// Vector places s in memory with an iovec for it and pushes the iovec's address and the number 1.
func (p *Program) Vector(s string) []byte {
	at := p.place([]byte(s))
	v := p.place([]byte{byte(at), byte(at >> 8), byte(at >> 16), 0, byte(len(s)), byte(len(s) >> 8), byte(len(s) >> 16), 0})
	return Code(Const(v), Const(1))
}

func (p *Program) place(b []byte) int32 {
	at := p.text
	p.Data = append(p.Data, Data{At: at, Bytes: b})
	p.text += uint32(len(b)+7) &^ 7
	return int32(at)
}

// Build makes body the main function, with eight 32-bit locals, after the functions added to Funcs before.
func (p *Program) Build(body ...[]byte) []byte {
	return p.BuildWith([]Locals{{8, I32}}, body...)
}

// BuildWith is Build with locals of the caller's choice.
func (p *Program) BuildWith(locals []Locals, body ...[]byte) []byte {
	main := p.Func(Func{Locals: locals, Body: Code(body...)})
	p.Start = &main
	return p.Bytes()
}

// Func adds a function and returns its number.
func (p *Program) Func(f Func) uint32 {
	p.Funcs = append(p.Funcs, f)
	return uint32(len(p.Imports) + len(p.Funcs) - 1)
}

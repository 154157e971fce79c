package adapter

import "slices"

// wasi is the module that guests import, and wasiTypes the parameters of all of it: i is 32 bits, I 64. All but proc_exit
// return an errno.
const wasi = "wasi_snapshot_preview1"

var wasiTypes = map[string]string{
	"args_get": "ii", "args_sizes_get": "ii", "environ_get": "ii", "environ_sizes_get": "ii",
	"clock_res_get": "ii", "clock_time_get": "iIi", "poll_oneoff": "iiii", "proc_exit": "i", "proc_raise": "i",
	"random_get": "ii", "sched_yield": "",
	"fd_advise": "iIIi", "fd_allocate": "iII", "fd_close": "i", "fd_datasync": "i", "fd_fdstat_get": "ii",
	"fd_fdstat_set_flags": "ii", "fd_fdstat_set_rights": "iII", "fd_filestat_get": "ii", "fd_filestat_set_size": "iI",
	"fd_filestat_set_times": "iIIi", "fd_pread": "iiiIi", "fd_prestat_get": "ii", "fd_prestat_dir_name": "iii",
	"fd_pwrite": "iiiIi", "fd_read": "iiii", "fd_readdir": "iiiIi", "fd_renumber": "ii", "fd_seek": "iIii", "fd_sync": "i",
	"fd_tell": "ii", "fd_write": "iiii",
	"path_create_directory": "iii", "path_filestat_get": "iiiii", "path_filestat_set_times": "iiiiIIi", "path_link": "iiiiiii",
	"path_open": "iiiiiIIii", "path_readlink": "iiiiii", "path_remove_directory": "iii", "path_rename": "iiiiii",
	"path_symlink": "iiiii", "path_unlink_file": "iii",
	"sock_accept": "iii", "sock_recv": "iiiiii", "sock_send": "iiiii", "sock_shutdown": "ii",
}

// addressless are those that take no addresses, and so have an answer for a guest without memory.
var addressless = []string{"fd_advise", "fd_close", "fd_datasync", "fd_fdstat_set_flags", "fd_sync", "proc_exit", "sched_yield"}

func addresses(function string) bool { return !slices.Contains(addressless, function) }

const errnoFault, errnoInval = 21, 28

// typeOf encodes the type of a function.
func typeOf(function string) []byte {
	params := []byte(wasiTypes[function])
	for i, p := range params {
		params[i] = i32
		if p == 'I' {
			params[i] = i64
		}
	}
	results := []byte{i32}
	if function == "proc_exit" {
		results = nil
	}
	return code(byte(0x60), name(string(params)), name(string(results)))
}

package arch

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// decoder is a file that reads what others wrote: bytes of peers, of chains, of files on disk, of people.
type decoder struct {
	file string
	of   string
	// targets fuzz it, in the file's package unless a folder is named. None: own says why the bytes are nobody else's, or who
	// checks them.
	targets []string
	own     string
}

func fuzzed(file, of string, targets ...string) decoder {
	return decoder{file: file, of: of, targets: targets}
}
func own(file, why string) decoder { return decoder{file: file, own: why} }

// decoders are all of them. Whoever adds one adds its target, and a row here.
var decoders = []decoder{
	fuzzed("messages/envelope.go", "envelopes, bodies and terms", "FuzzParse", "FuzzBody", "FuzzTerms"),
	fuzzed("messages/statement.go", "what was signed, without its signature", "FuzzStatement"),
	fuzzed("messages/shape.go", "fields that a body has beyond its message", "FuzzBody"),
	fuzzed("messages/batch.go", "signatures together", "FuzzOpenBatch", "FuzzSignatureRule"),
	fuzzed("messages/frame.go", "frames: Resume, Refusal, telemetry", "FuzzReadFrame"),
	fuzzed("messages/amount.go", "amounts on the wire and as people write them", "FuzzAmount"),
	fuzzed("messages/key.go", "keys and IDs as text", "FuzzKey"),
	fuzzed("messages/text.go", "strangers' text for terminals", "FuzzPrintable"),
	fuzzed("messages/payload.go", "payloads of services", "services/compute FuzzJob", "services/deals FuzzCollateral"),
	fuzzed("protocol/session.go", "the judge of moves", "FuzzApply", "FuzzResume"),

	fuzzed("transports/record.go", "records of links", "FuzzRecord", "FuzzLink"),
	fuzzed("transports/link.go", "the state of a link's sessions", "FuzzLink"),
	fuzzed("transports/proof.go", "greetings and proofs of keys", "FuzzProof"),
	fuzzed("transports/libp2p/address.go", "multiaddrs", "FuzzAddress"),
	fuzzed("transports/libp2p/identity.go", "peer IDs: of connections, of the DHT's records", "FuzzPeerID"),
	own("transports/libp2p/host.go", "the addresses that this node listens on"),

	fuzzed("journal/group.go", "rows on disk", "FuzzDirectory"),
	fuzzed("journal/wal.go", "a write-ahead log on disk", "FuzzLog"),
	own("journal/lock_unix.go", "the process ID in a lock's file, for a text only"),
	fuzzed("internal/drive/stream.go", "the state of a session that hears a peer", "FuzzTake"),
	fuzzed("internal/drive/session.go", "transcripts in the journal", "FuzzLoad"),
	fuzzed("requester/client.go", "notes in the journal", "FuzzNotes"),
	fuzzed("farmer/server.go", "notes in the journal", "requester FuzzNotes"),
	fuzzed("farmer/stream.go", "what a stranger says first on a stream, and what follows", "FuzzServeStream"),

	fuzzed("content/block.go", "CIDs", "FuzzCID"),
	fuzzed("content/car.go", "CAR files", "FuzzReadCAR"),
	fuzzed("content/node.go", "UnixFS blocks", "FuzzNode"),
	fuzzed("content/name.go", "names of files", "FuzzValidName"),
	fuzzed("content/store.go", "block files on disk", "FuzzStore"),
	fuzzed("content/hold.go", "hold files on disk", "FuzzStore"),
	fuzzed("evidence/file.go", "deal files", "FuzzRead"),

	fuzzed("services/compute/job.go", "jobs", "FuzzJob"),
	fuzzed("services/compute/verification.go", "the engine and the mode that a job names", "FuzzJob"),
	fuzzed("services/compute/share.go", "shares, claims and results", "FuzzShare", "FuzzResult"),
	fuzzed("services/compute/tariff.go", "tariffs", "FuzzShare"),
	fuzzed("services/compute/sealed.go", "commitments, and salts of results", "FuzzShare", "FuzzResult"),
	own("services/compute/poll.go", "the buyer's own notes of who has committed and shown"),
	own("services/compute/inspect.go", "the first block of a result, which content fetches and verifies again before it is used"),
	own("services/compute/gather.go", "verified blocks of results, decoded before by content"),
	own("services/compute/work.go", "the farmer's own notes of tasks and holds"),
	own("services/compute/buyer.go", "the buyer's own notes, each validated as a claim is: FuzzShare"),
	fuzzed("services/compute/executor/executor.go", "names that guests and jobs give to files", "FuzzValidName"),
	fuzzed("services/compute/executor/needs.go", "numbers in labels that jobs ask for and nodes have", "FuzzLabel"),
	fuzzed("services/compute/wasm/wire.go", "frames of a worker that was taken over", "FuzzFrames"),
	own("services/compute/wasm/engine.go", "the JSON in those frames, bounded by them; TestLies lies in it"),
	own("services/compute/wasm/execute.go", "the JSON in those frames, bounded by them; TestLies lies in it"),
	own("services/compute/wasm/confine_linux.go", "/proc of the kernel"),
	fuzzed("services/compute/wasm/internal/inspect/module.go", "WebAssembly modules", "FuzzInspect"),
	fuzzed("services/compute/wasm/internal/fuel/helper.go", "counts of vectors in modules that were read before", "FuzzInstrument", "FuzzMachine"),
	fuzzed("services/compute/wasm/internal/guestfs/contents.go", "a guest's reads and writes", "FuzzContents"),
	fuzzed("services/compute/wasm/internal/guestfs/tree.go", "a guest's paths", "FuzzTree"),

	fuzzed("services/compute/cipher/decrypt.go", "encrypted inputs, and the archives in them", "FuzzDecrypt"),
	fuzzed("services/compute/cipher/key.go", "the wrapped key of an encrypted input", "FuzzDecrypt"),
	fuzzed("services/disclosure/request.go", "requests for keys, and answers", "FuzzMessages"),
	own("services/disclosure/ring.go", "the party's own notes of keys"),

	fuzzed("services/compute/jobfile/tree.go", "job files", "FuzzParse"),
	fuzzed("services/compute/jobfile/field.go", "their fields", "FuzzParse"),
	fuzzed("services/compute/jobfile/amount.go", "their amounts", "FuzzParse"),
	fuzzed("services/compute/executor/archive.go", "archives of publishers and job files", "FuzzArchive"),
	fuzzed("services/compute/jobfile/archive.go", "archives in them", "FuzzUnpack"),
	own("cmd/parley/jobfile.go", "an address that this machine is about to dial"),
	own("cmd/parley/module.go", "a table of whoever runs it"),
	own("services/compute/modules/modulestest/repository.go", "repositories that tests make"),
	fuzzed("services/compute/modules/template.go", "templates of modules, and values", "FuzzJob"),
	fuzzed("services/compute/jobfile/module.go", "job files that templates make", "services/compute/modules FuzzJob"),
	fuzzed("services/compute/jobfile/early.go", "jobs of earlier versions", "services/compute/modules FuzzJob"),
	fuzzed("services/compute/modules/object.go", "commits and lists of files", "FuzzObject"),
	fuzzed("services/compute/modules/remote.go", "packs of objects", "FuzzUnpack"),
	fuzzed("services/compute/modules/address.go", "names of modules", "FuzzAddress"),
	fuzzed("services/compute/jobfile/source.go", "their URLs, data and CIDs", "FuzzParse"),

	fuzzed("services/compute/bacalhau/client.go", "what an orchestrator answers", "FuzzAnswer"),
	fuzzed("services/compute/bacalhau/error.go", "its errors and versions", "FuzzAnswer"),
	fuzzed("services/compute/bacalhau/auth.go", "files of credentials", "FuzzAuth"),
	fuzzed("services/compute/bacalhau/record.go", "records of jobs on disk", "FuzzRecord"),
	own("services/compute/bacalhau/asked.go", "what it has encoded a moment before"),
	fuzzed("services/compute/bacalhau/unpack.go", "archives that a publisher gives, and where they are", "FuzzUnpack", "FuzzAddress"),
	fuzzed("services/compute/bacalhau/result.go", "what they say is left of a run's fuel", "FuzzUnpack"),
	own("services/compute/bacalhau/depot/root.go", "the root block that was made of an input a moment before"),
	fuzzed("services/compute/bacalhau/internal/adapter/guest.go", "modules that the inspection has passed", "FuzzAdapt"),

	fuzzed("services/deals/names.go", "accounts, assets, addresses", "FuzzNames"),
	fuzzed("contracts/toll/rate.go", "what a coin is worth, as a person types it", "FuzzRate"),
	fuzzed("services/deals/deal.go", "collateral and papers", "FuzzCollateral"),
	fuzzed("services/deals/record.go", "records of deals in the journal", "FuzzRecord"),
	own("services/mediator/case.go", "the mediator's own records of cases"),
	fuzzed("contracts/eip712/signature.go", "accounts' signatures", "FuzzRecover"),
	fuzzed("contracts/escrow/events.go", "logs that an endpoint may have made up", "FuzzEvent"),
	fuzzed("contracts/escrow/books.go", "the ledger made of them", "FuzzEvent"),
	fuzzed("contracts/escrow/refusal.go", "revert data of the contract", "FuzzRefusal"),
	own("contracts/escrow/batch.go", "Skipped events of one's own receipt, of fixed size"),
	fuzzed("contracts/escrow/disclosure.go", "calldata of anybody's transactions", "FuzzDisclosure"),
	fuzzed("contracts/escrow/contract.go", "what views return", "FuzzViews"),
	fuzzed("contracts/escrow/money.go", "what views return", "FuzzViews"),
	fuzzed("contracts/escrow/state.go", "what views return", "FuzzViews"),
	fuzzed("contracts/panel/events.go", "logs that an endpoint may have made up", "FuzzEvent"),
	fuzzed("contracts/panel/refusal.go", "revert data of the contracts", "FuzzRefusal"),
	fuzzed("contracts/panel/panel.go", "what views return", "FuzzViews"),
	fuzzed("contracts/panel/stake.go", "what views return", "FuzzViews"),
	fuzzed("contracts/panel/docket.go", "what views return", "FuzzViews"),
	fuzzed("contracts/transactions/block.go", "JSON-RPC answers", "FuzzAnswer"),
	fuzzed("contracts/transactions/client.go", "JSON-RPC answers", "FuzzAnswer"),
	fuzzed("contracts/transactions/look.go", "JSON-RPC answers", "FuzzAnswer"),
	fuzzed("contracts/transactions/seek.go", "JSON-RPC answers", "FuzzAnswer"),
	fuzzed("contracts/transactions/standing.go", "JSON-RPC answers", "FuzzAnswer"),
	fuzzed("contracts/transactions/errors.go", "errors of nodes and revert data of any contract", "FuzzAnswer", "FuzzReason"),
	fuzzed("contracts/transactions/sqlite.go", "stored transactions", "FuzzStored"),
	fuzzed("contracts/transactions/record.go", "the raw transactions in them", "FuzzStored"),
	fuzzed("contracts/transactions/connection.go", "JSON-RPC answers, from an address that its user types", "FuzzAnswer"),
	fuzzed("contracts/quorum/ballot.go", "what an endpoint says is the head", "FuzzLiar"),
	fuzzed("contracts/quorum/head.go", "blocks that an endpoint tells", "FuzzLiar"),
	fuzzed("contracts/quorum/shape.go", "whatever an endpoint answers", "FuzzLiar"),
	fuzzed("contracts/quorum/tally.go", "refusals and prices of an endpoint's", "FuzzLiar"),
	own("contracts/quorum/rules.go", "the parameters of what this node asks"),
	own("contracts/quorum/voters.go", "nothing: it writes a number of a block"),
	own("contracts/quorum/wire.go", "the questions that this node asks"),
	own("contracts/devchain/config.go", "what who starts a chain for tests sets"),

	fuzzed("cmd/parley/internal/market/parse.go", "market files", "FuzzParse"),
	fuzzed("cmd/parley/internal/settings/settings.go", "settings files", "FuzzRead"),
	fuzzed("cmd/parley/internal/home/home.go", "key files", "FuzzIdentity", "FuzzAccount"),
	fuzzed("cmd/parley/resume.go", "saved jobs", "FuzzSavedJob"),
	fuzzed("cmd/parley/bounds.go", "prices as people write them", "messages FuzzAmount"),
	fuzzed("cmd/parley/cluster.go", "URLs of servers", "FuzzServerURL"),
	fuzzed("cmd/parley/gateway.go", "URLs of servers", "FuzzServerURL"),
	own("cmd/parley/trial.go", "the URLs of the cluster and of this gateway, which were read before"),
	fuzzed("cmd/parley/depot.go", "URLs of depots", "FuzzDepot"),
	own("cmd/parley/dev.go", "addresses that its user types; a host that is compared, and no more"),
	own("cmd/parley/bill.go", "the command's own summary, to print its fields"),
	own("cmd/parley/pricing.go", "the mirror of the party's own deals, which this command or another of the party has written"),
	own("cmd/parley/child.go", "lines of a process that this one started"),
	own("cmd/parley/stage.go", "lines of a process that this one started"),
	own("cmd/parley/show.go", "lines of a process that this one started"),
	own("cmd/parley/deal.go", "what this node's last process wrote of its deals; a signature that its user types: contracts/eip712 FuzzRecover"),
	own("cmd/parley/mirror.go", "what this node's last process wrote of its deals"),
	own("cmd/parley/other.go", "the number in the name of this node's own folder"),
	own("cmd/parley/internal/victim/victim.go", "what a test sets in the environment"),
	own("examples/forger/paint.go", "a picture that the cheat drew itself, bounded before it is decoded"),
	own("examples/forger/run/main.go", "what this machine's market wrote"),
	own("cmd/parley/places.go", "three strings of this node's own, as JSON or not at all"),

	fuzzed("examples/render/trace/parse.go", "scenes", "FuzzParse"),
	fuzzed("examples/render/render.go", "tiles that farmers drew", "FuzzDecode"),
	fuzzed("examples/thumbnails/job.go", "pictures", "FuzzDecode"),
	fuzzed("examples/thumbnails/exif.go", "pictures' orientation", "FuzzDecode"),
	own("examples/thumbnails/main.go", "the program's own arguments"),
}

// primitives are what decoding begins with.
var primitives = regexp.MustCompile(`json\.(Unmarshal|NewDecoder)\(|\.Unmarshal\(|\.UnmarshalBinary\(|\.UnmarshalText\(|protowire\.Consume|binary\.(Uvarint|ReadUvarint|BigEndian\.Uint|LittleEndian\.Uint)|` +
	`strconv\.(Parse|Atoi)|fmt\.Sscan|\.SetString\(|time\.Parse|hex\.Decode|base64\.[A-Za-z0-9]+\.Decode|base64\.NewDecoder|hexutil\.(Big|Bytes|Uint|Decode)|` +
	`pem\.Decode|x509\.Parse|yaml\.(Unmarshal|NewDecoder)|csv\.NewReader|xml\.|gob\.NewDecoder|rlp\.Decode|` +
	`tar\.NewReader|zip\.(NewReader|OpenReader)|(gzip|zlib|flate|bzip2|lzw|zstd|brotli)\.NewReader|(image|png|jpeg|gif|webp)\.Decode(All|Config)?\(|` +
	`url\.Parse|netip\.(Must)?Parse|net\.(ParseIP|ParseCIDR|SplitHostPort)|mime\.Parse|multipart\.NewReader|http\.Read|` +
	`cid\.(Decode|Cast)\(|multihash\.(Decode|Cast)|mh\.(Decode|Cast)|NewMultiaddr\(|\.Unpack[A-Z]|DecodeProtobuf\(|FSNodeFromBytes\(|bufio\.NewScanner|ExtractPublicKey\(`)

// exempt is code that decodes nothing of others: what is generated, what is for tests, what makes documents.
var exempt = regexp.MustCompile(`_test\.go$|\.pb\.go$|/testdata/|^contracts/bindings/|^contracts/devmarket/|^parleytest/|/executortest/|/bacalhautest/|^examples/render/(guest|wasip1|build)|^internal/(docs|spec|bench|siege|arch)/|^cmd/parley/internal/(audit|chaos)/|^tools/`)

var target = regexp.MustCompile(`(?m)^func (Fuzz[A-Za-z0-9_]*)\(`)

// sources are the module's Go files.
func sources(t *testing.T) (files []string) {
	t.Helper()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (name != "." && strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules"):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go"):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// DESIGN 11: fuzz targets on every decoder, parser and state machine that sees foreign bytes.
func TestEveryDecoderIsFuzzed(t *testing.T) {
	files := sources(t)
	there := make(map[string]bool) // "folder Fuzz…", and whether a row names it
	for _, file := range files {
		b, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			for _, m := range target.FindAllSubmatch(b, -1) {
				there[path.Dir(file)+" "+string(m[1])] = false
			}
		}
		named := slices.ContainsFunc(decoders, func(d decoder) bool { return d.file == file })
		if named || exempt.MatchString(file) {
			continue
		}
		if found := primitives.Find(b); found != nil {
			t.Errorf("%s decodes (%s) and has no row in internal/arch: name its fuzz target, or say whose bytes it reads", file, found)
		}
	}
	for _, d := range decoders {
		if !slices.Contains(files, d.file) {
			t.Errorf("%s is listed and is not there", d.file)
		}
		if (len(d.targets) == 0) == (d.own == "") {
			t.Errorf("%s: want fuzz targets, or why there are none", d.file)
		}
		for _, name := range d.targets {
			if !strings.Contains(name, " ") {
				name = path.Dir(d.file) + " " + name
			}
			if _, ok := there[name]; !ok {
				t.Errorf("%s reads %s and its target %s is not there", d.file, d.of, name)
			}
			there[name] = true
		}
	}
	for name, used := range there {
		if !used {
			t.Errorf("%s fuzzes no decoder that internal/arch lists", name)
		}
	}
}

// Issue 3: the corpora are in the tree. Each fuzz target begins with inputs that somebody found worth keeping, and no folder is of a
// target that is no more.
func TestEveryTargetHasACorpus(t *testing.T) {
	targets := make(map[string]bool) // their folders
	for _, file := range sources(t) {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range target.FindAllSubmatch(b, -1) {
			corpus := path.Join(path.Dir(file), "testdata/fuzz", string(m[1]))
			targets[corpus] = true
			inputs, _ := filepath.Glob(filepath.Join("../..", corpus, "*"))
			if len(inputs) == 0 {
				t.Errorf("%s has no input for %s: commit a few that a run of it has found", corpus, m[1])
			}
		}
	}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (name != "." && strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules"):
			return fs.SkipDir
		case e.IsDir() && strings.HasSuffix(path.Dir(name), "testdata/fuzz") && !targets[name]:
			t.Errorf("%s is the corpus of no target", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

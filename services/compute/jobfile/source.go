package jobfile

import (
	"encoding/base64"
	"net/url"
	"path"
	"strings"

	"github.com/parley-p2p/parley/content"
)

// Source is where something is to be had: exactly one of its fields but SHA256 and Public is set.
type Source struct {
	Data    []byte `json:",omitempty"` // itself
	Archive []byte `json:",omitempty"` // a directory, as tar.gz
	URL     string `json:",omitempty"` // http or https
	Path    string `json:",omitempty"` // on this machine
	CID     string `json:",omitempty"` // in IPFS

	SHA256 string `json:",omitempty"` // of what the URL gives, in base64; empty if the file does not say
	// Public: the URL is a stranger's choice, and is asked only where anybody could ask it, and not in this machine's own network.
	Public bool `json:",omitempty"`
}

// storages are the kinds of sources, as they are written most often.
const storages = "inline, urlDownload, s3, ipfs, local"

// source reads where an input is to be had, as stored does, and holds a stranger's to what it may name.
func source(f field) (s Source, name string) {
	s, name = stored(f)
	return f.allowed(s), name
}

// stored reads where an input is to be had. name is what a node calls the file that it fetches, below the input's target;
// empty where the target itself is what was fetched.
func stored(f field) (s Source, name string) {
	spec := f.object("Type", "Params")
	if !f.there() || !spec["Type"].there() {
		spec["Type"].wrong("want one of %s", storages)
		return s, ""
	}
	params := spec["Params"]
	switch kind := spec["Type"].string(); strings.ToLower(strings.TrimSpace(kind)) {
	case "inline":
		return inline(params.object("URL")["URL"]), ""
	case "urldownload":
		return download(params.object("URL")["URL"])
	case "s3":
		return object3(params.object("Bucket", "Key", "Region", "Endpoint", "VersionID", "ChecksumSHA256", "Filter", "Partition"))
	case "ipfs":
		at := params.object("CID")["CID"]
		s.CID = strings.TrimSpace(at.string())
		if _, err := content.Parse(s.CID); err != nil {
			at.wrong("%q is no CID of content that can be had: %v", clip(s.CID), err)
		}
		return s, ""
	case "local", "localdirectory":
		got := params.object("SourcePath", "ReadWrite", "CreateAs")
		if s.Path = got["SourcePath"].string(); s.Path == "" {
			got["SourcePath"].wrong("want a path on this machine")
		}
		if strings.EqualFold(got["ReadWrite"].string(), "true") {
			got["ReadWrite"].wrong("nothing is written back to this machine: leave it out, and take the results from the folder of the job")
		}
		if as := got["CreateAs"].string(); as != "" && !strings.EqualFold(as, "noCreate") {
			got["CreateAs"].wrong("nothing is made on this machine: make %s yourself, and leave it out", clip(s.Path))
		}
		params.note("what is at %q is read on this machine, not on a node of a cluster", clip(s.Path))
		return s, ""
	default:
		spec["Type"].wrong("nobody has %q: want one of %s", clip(kind), storages)
		return s, ""
	}
}

// inline reads a data URL, as RFC 2397 has it.
func inline(f field) (s Source) {
	kind, data, ok := strings.Cut(f.string(), ",")
	kind, isData := strings.CutPrefix(kind, "data:")
	if !ok || !isData {
		f.wrong("want the data itself, as in data:;base64,aGVsbG8=")
		return s
	}
	kind, packed := strings.CutSuffix(kind, ";base64")
	var plain []byte
	if packed {
		var err error
		data = strings.Join(strings.Fields(data), "")
		if plain, err = base64.StdEncoding.DecodeString(data); err != nil {
			f.wrong("the data is no base64: %v", err)
		}
	} else if text, err := url.PathUnescape(data); err == nil {
		plain = []byte(text)
	} else {
		f.wrong("the data is not escaped as in a URL: %v", err)
	}
	if plain == nil {
		plain = []byte{}
	}
	if kind, _, _ = strings.Cut(kind, ";"); strings.EqualFold(kind, "application/gzip") {
		return Source{Archive: plain}
	}
	return Source{Data: plain}
}

func download(f field) (s Source, name string) {
	s.URL = strings.TrimSpace(f.string())
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		f.wrong("want a URL of http or https, without a password in it")
		return s, ""
	}
	if name = path.Base(u.Path); name == "." || name == "/" {
		f.wrong("the URL names no file: %s", clip(s.URL))
		name = "file"
	}
	return s, name
}

// object3 is an object of S3 that anybody may read, as a URL.
func object3(got map[string]field) (s Source, name string) {
	bucket, key, region := got["Bucket"].string(), strings.TrimPrefix(got["Key"].string(), "/"), got["Region"].string()
	if bucket == "" || strings.ContainsAny(bucket, "/?#@: ") {
		got["Bucket"].wrong("want the name of a bucket")
		bucket = "bucket"
	}
	if key == "" || strings.HasSuffix(key, "/") || strings.HasSuffix(key, "*") {
		got["Key"].wrong("want the key of one object that anybody may read: no listing of a bucket is read; name each object in an input of its own")
		key = "object"
	}
	if got["Filter"].string() != "" {
		got["Filter"].wrong("objects are named one by one: leave it out")
	}
	if by := got["Partition"].object("Type", "Pattern", "StartIndex", "EndIndex", "DateFormat")["Type"].string(); by != "" && !strings.EqualFold(by, "none") {
		got["Partition"].wrong("a job is not divided by what it reads: name the objects of each part in a job of its own, and leave it out")
	}
	at := url.URL{Scheme: "https", Host: bucket + ".s3.amazonaws.com", Path: "/" + key}
	if region != "" && !strings.ContainsAny(region, "/?#@: ") {
		at.Host = bucket + ".s3." + region + ".amazonaws.com"
	} else if region != "" {
		got["Region"].wrong("want the name of a region")
	}
	if endpoint := got["Endpoint"].string(); endpoint != "" {
		u, err := url.Parse(endpoint)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
			got["Endpoint"].wrong("want a URL of http or https, without a password in it")
		} else {
			at = *u.JoinPath(bucket, key)
		}
	}
	if version := got["VersionID"].string(); version != "" {
		at.RawQuery = url.Values{"versionId": {version}}.Encode()
	}
	s = Source{URL: at.String(), SHA256: got["ChecksumSHA256"].string()}
	if sum, err := base64.StdEncoding.DecodeString(s.SHA256); s.SHA256 != "" && (err != nil || len(sum) != 32) {
		got["ChecksumSHA256"].wrong("want 32 bytes in base64")
	}
	return s, path.Base(key)
}

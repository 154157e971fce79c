package executor

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Container is an image that is run instead of a module, by executors that have an engine for such. It sees the clock and
// the randomness of the machine that it runs on, so its Profile is Live.
type Container struct {
	// Image is named by what is in it: "busybox@sha256:…", with or without a registry and a tag.
	Image string
	// Entrypoint is run instead of the image's; empty leaves that. Task.Args follow it.
	Entrypoint []string
	// WorkDir is the directory that it starts in; empty leaves the image's.
	WorkDir string
	// Network is what it may reach; zero is nothing. Domains are all that it may reach under HTTP.
	Network Network
	Domains []string
	// Outputs are what it leaves behind; none means OutputsDir, at /outputs.
	Outputs []Output
}

// An Output is a directory of a container, empty when it starts, whose files are in the result.
type Output struct {
	Name string // where under outputs/; "." makes it outputs/ itself
	Path string // where the container finds it
}

// A Network is what a container may reach.
type Network int

const (
	NoNetwork     Network = iota // nothing
	HTTPNetwork                  // by HTTP and HTTPS, Domains
	BridgeNetwork                // everything that the machine can, from a network of its own
	HostNetwork                  // everything, as the machine itself
)

// networkNames is indexed by Network.
var networkNames = [...]string{"none", "http", "bridge", "host"}

func (n Network) String() string {
	if n < 0 || int(n) >= len(networkNames) {
		return "unset"
	}
	return networkNames[n]
}

// ParseNetwork reads a Network's name.
func ParseNetwork(name string) (Network, error) {
	if i := slices.Index(networkNames[:], name); i >= 0 {
		return Network(i), nil
	}
	return 0, fmt.Errorf("%.40q is no network: want %s", name, strings.Join(networkNames[:], ", "))
}

const (
	maxImage   = 512
	maxOutputs = 32
	maxDomains = 64
)

var (
	// images are references as registries have them, with the digest that says what is meant.
	images  = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?@sha256:[0-9a-f]{64}$`)
	domains = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`)
)

// Validate reports, as an [*Error] with the code BadTask, what no engine could run.
func (c *Container) Validate() error {
	switch {
	case len(c.Image) > maxImage || !images.MatchString(c.Image):
		return badTask("the image %.200q is not named by its digest, as in busybox@sha256: and 64 hex digits", c.Image)
	case len(c.Entrypoint) > maxArgs:
		return badTask("an entrypoint has at most %d parts", maxArgs)
	case c.Network < 0 || int(c.Network) >= len(networkNames):
		return badTask("network %d is unknown", c.Network)
	case (len(c.Domains) > 0) != (c.Network == HTTPNetwork):
		return badTask("the network http, and no other, is for domains that are named")
	case len(c.Domains) > maxDomains:
		return badTask("at most %d domains may be named", maxDomains)
	case len(c.Outputs) > maxOutputs:
		return badTask("a container has at most %d outputs", maxOutputs)
	}
	for _, d := range c.Domains {
		if err := ValidDomain(d); err != nil {
			return badTask("%v", err)
		}
	}
	for _, part := range c.Entrypoint {
		if strings.ContainsRune(part, 0) {
			return badTask("the entrypoint has a NUL byte")
		}
	}
	if c.WorkDir != "" && c.WorkDir != "/" {
		if err := ValidPath(c.WorkDir); err != nil {
			return badTask("working directory %.200q: %v", c.WorkDir, err)
		}
	}
	return c.validOutputs()
}

// ValidDomain reports why a name cannot be that of a domain that a container may reach: it is whole, in lower case, and without a wildcard,
// of which nobody could say what it lets through.
func ValidDomain(name string) error {
	if len(name) > 253 || !domains.MatchString(name) {
		return fmt.Errorf("%.100q is no domain, as in example.com", name)
	}
	return nil
}

func (c *Container) validOutputs() error {
	var names []string
	for _, o := range c.Outputs {
		if o.Name != "." {
			if err := ValidName(o.Name); err != nil {
				return badTask("output %.200q: %v", o.Name, err)
			}
		}
		names = append(names, o.Name)
	}
	if a, b, over := overlap(names); over {
		return badTask("outputs %q and %q overlap", a, b)
	}
	return nil
}

// validMounts refuses places in the container that two things would be at, or one below another. /inputs and /outputs are
// where they are for modules, too.
func (t *Task) validMounts() error {
	var at []string
	for _, in := range t.Inputs {
		at = append(at, in.Mount())
	}
	for _, o := range t.Container.Results() {
		at = append(at, o.Path)
	}
	for _, p := range at {
		if err := ValidPath(p); err != nil {
			return badTask("%.200q, where a container is to find something: %v", p, err)
		}
	}
	if a, b, over := overlap(at); over {
		return badTask("a container is to find one thing at %q and another at %q", a, b)
	}
	return nil
}

// Results are the outputs, /outputs if none are named.
func (c *Container) Results() []Output {
	if len(c.Outputs) > 0 {
		return c.Outputs
	}
	return []Output{{Name: ".", Path: "/" + OutputsDir}}
}

// Mount is where a container finds the input.
func (in Input) Mount() string {
	if in.At != "" {
		return in.At
	}
	return path.Join("/inputs", in.Name)
}

// ValidPath reports why a path cannot be one that something is mounted at: it is absolute, below the root, and of names as
// ValidName has them.
func ValidPath(p string) error {
	below, absolute := strings.CutPrefix(p, "/")
	if !absolute {
		return fmt.Errorf("not an absolute path")
	}
	return ValidName(below)
}

// overlap finds two names that are the same, or of which one is below the other.
func overlap(names []string) (a, b string, found bool) {
	names = slices.Clone(names)
	slices.Sort(names)
	for i, n := range names {
		for _, m := range names[:i] {
			if m == n || m == "." || n == "." || strings.HasPrefix(n, m+"/") {
				return m, n, true
			}
		}
	}
	return "", "", false
}

package executor

import (
	"strings"
	"testing"
)

const busybox = "busybox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func contained() Task {
	return Task{Dir: "d", Profile: Live, Container: &Container{Image: busybox}}
}

// A container is refused that no engine could run as it is meant.
func TestValidateContainer(t *testing.T) {
	for name, edit := range map[string]func(*Task){
		"as it is":     func(*Task) {},
		"a registry":   func(t *Task) { t.Container.Image = "ghcr.io:443/a/b-c/d_e:v1.2@" + strings.Split(busybox, "@")[1] },
		"everything":   func(t *Task) { t.Container.WorkDir, t.Container.Entrypoint = "/srv/app", []string{"sh", "-c"} },
		"much memory":  func(t *Task) { t.Limits.Memory = maxMemory * 8 },
		"a network":    func(t *Task) { t.Container.Network, t.Container.Domains = HTTPNetwork, []string{"a-b.example.com"} },
		"outputs":      func(t *Task) { t.Container.Outputs = []Output{{"a", "/out/a"}, {"b", "/out/b"}} },
		"inputs":       func(t *Task) { t.Inputs = []Input{{Name: "a", Path: "x"}, {At: "/data", Path: "y"}} },
		"root":         func(t *Task) { t.Container.WorkDir = "/" },
		"processors":   func(t *Task) { t.Needs = Needs{MilliCPU: 500, GPUs: 1, Replicas: 3} },
		"labels":       func(t *Task) { t.Needs.Labels = []Label{{"zone", "in", []string{"a", "b"}}, {"gpu", "exists", nil}} },
		"more of it":   func(t *Task) { t.Needs.Labels = []Label{{"cores", "gt", []string{"4"}}, {"spot", "!", nil}} },
		"all of it in": func(t *Task) { t.Inputs = []Input{{Name: ".", Path: "x"}} },
	} {
		task := contained()
		edit(&task)
		if err := task.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, spoil := range map[string]func(*Task){
		"no image":                func(t *Task) { t.Container.Image = "" },
		"an image by its tag":     func(t *Task) { t.Container.Image = "busybox:1.37" },
		"a digest of another":     func(t *Task) { t.Container.Image = "busybox@sha512:" + strings.Repeat("0", 128) },
		"a flag for an image":     func(t *Task) { t.Container.Image = "--privileged " + busybox },
		"an image that climbs":    func(t *Task) { t.Container.Image = "../" + busybox },
		"a module, too":           func(t *Task) { t.Module.Path = "x" },
		"deterministic":           func(t *Task) { t.Profile = Deterministic },
		"no profile":              func(t *Task) { t.Profile = 0 },
		"a directory below":       func(t *Task) { t.Container.WorkDir = "app" },
		"a directory that climbs": func(t *Task) { t.Container.WorkDir = "/app/../.." },
		"unknown network":         func(t *Task) { t.Container.Network = 9 },
		"domains without":         func(t *Task) { t.Container.Domains = []string{"example.com"} },
		"http without":            func(t *Task) { t.Container.Network = HTTPNetwork },
		"no domain":               func(t *Task) { t.Container.Network, t.Container.Domains = HTTPNetwork, []string{"*"} },
		"NUL in the entrypoint":   func(t *Task) { t.Container.Entrypoint = []string{"\x00"} },
		"a long entrypoint":       func(t *Task) { t.Container.Entrypoint = []string{strings.Repeat("x", maxArgBytes)} },
		"input at the root":       func(t *Task) { t.Inputs = []Input{{At: "/", Path: "x"}} },
		"input at no path":        func(t *Task) { t.Inputs = []Input{{At: "data", Path: "x"}} },
		"input at two":            func(t *Task) { t.Inputs = []Input{{At: "/data", Name: "x", Path: "x"}} },
		"input over an output":    func(t *Task) { t.Inputs = []Input{{At: "/outputs/x", Path: "x"}} },
		"input below an input":    func(t *Task) { t.Inputs = []Input{{At: "/inputs/a/b", Path: "x"}, {Name: "a", Path: "x"}} },
		"outputs that overlap":    func(t *Task) { t.Container.Outputs = []Output{{"a", "/a"}, {"a/b", "/b"}} },
		"outputs and all":         func(t *Task) { t.Container.Outputs = []Output{{".", "/a"}, {"-", "/b"}} },
		"outputs at one place":    func(t *Task) { t.Container.Outputs = []Output{{"a", "/x"}, {"b", "/x"}} },
		"an output that climbs":   func(t *Task) { t.Container.Outputs = []Output{{"../a", "/x"}} },
		"an output at the root":   func(t *Task) { t.Container.Outputs = []Output{{"a", "/"}} },
		"a label without a key":   func(t *Task) { t.Needs.Labels = []Label{{"", "exists", nil}} },
		"an unknown operator":     func(t *Task) { t.Needs.Labels = []Label{{"a", "like", []string{"b"}}} },
		"a value too many":        func(t *Task) { t.Needs.Labels = []Label{{"a", "=", []string{"b", "c"}}} },
		"a value where none is":   func(t *Task) { t.Needs.Labels = []Label{{"a", "exists", []string{"b"}}} },
		"no number":               func(t *Task) { t.Needs.Labels = []Label{{"a", "gt", []string{"b"}}} },
		"a control character":     func(t *Task) { t.Needs.Labels = []Label{{"a", "=", []string{"\x1b"}}} },
	} {
		task := contained()
		spoil(&task)
		if err := task.Validate(); CodeOf(err) != BadTask {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Labels are matched as Kubernetes matches them.
func TestLabels(t *testing.T) {
	labels := map[string]string{"zone": "eu", "cores": "8", "empty": ""}
	for text, c := range map[string]struct {
		Label
		meets bool
	}{
		"zone = eu":        {Label{"zone", "=", []string{"eu"}}, true},
		"zone = us":        {Label{"zone", "=", []string{"us"}}, false},
		"none = ":          {Label{"none", "=", []string{""}}, false},
		"empty = ":         {Label{"empty", "=", []string{""}}, true},
		"zone != us":       {Label{"zone", "!=", []string{"us"}}, true},
		"none != us":       {Label{"none", "!=", []string{"us"}}, true},
		"zone in (us, eu)": {Label{"zone", "in", []string{"us", "eu"}}, true},
		"none in (us)":     {Label{"none", "in", []string{"us"}}, false},
		"zone notin (us)":  {Label{"zone", "notin", []string{"us"}}, true},
		"none notin (us)":  {Label{"none", "notin", []string{"us"}}, true},
		"zone notin (eu)":  {Label{"zone", "notin", []string{"eu"}}, false},
		"zone":             {Label{"zone", "exists", nil}, true},
		"none":             {Label{"none", "exists", nil}, false},
		"!zone":            {Label{"zone", "!", nil}, false},
		"!none":            {Label{"none", "!", nil}, true},
		"cores > 7":        {Label{"cores", "gt", []string{"7"}}, true},
		"cores > 8":        {Label{"cores", "gt", []string{"8"}}, false},
		"cores < 10":       {Label{"cores", "lt", []string{"10"}}, true},
		"zone > 1":         {Label{"zone", "gt", []string{"1"}}, false},
		"none < 1":         {Label{"none", "lt", []string{"1"}}, false},
	} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
		if c.Meets(labels) != c.meets || c.String() != text {
			t.Errorf("%s: %v, %s", text, !c.meets, c)
		}
	}
}

// An executor of modules on one machine says what it has not.
func TestPlain(t *testing.T) {
	for _, c := range []struct {
		task Task
		says string
	}{
		{Task{}, ""},
		{Task{Needs: Needs{Replicas: 1, MilliCPU: 1000}}, ""},
		{contained(), "container"},
		{Task{Needs: Needs{GPUs: 1}}, "GPU"},
		{Task{Needs: Needs{Replicas: 2}}, "replicas"},
		{Task{Needs: Needs{Labels: []Label{{"zone", "=", []string{"eu"}}}}}, "zone = eu"},
		{Task{Needs: Needs{MilliCPU: maxMilliCPU}}, "processors"},
	} {
		err := c.task.Plain()
		if c.says == "" && err == nil {
			continue
		}
		if CodeOf(err) != Refused || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %s", err, c.says)
		}
	}
}

func TestNetworks(t *testing.T) {
	for n := NoNetwork; n <= HostNetwork; n++ {
		if got, err := ParseNetwork(n.String()); err != nil || got != n {
			t.Errorf("%v: %v, %v", n, got, err)
		}
	}
	if _, err := ParseNetwork("full"); err == nil || Network(9).String() != "unset" {
		t.Error(err)
	}
}

// No label and no image, however written, is more than it says; one that is valid can be asked of any machine.
func FuzzLabel(f *testing.F) {
	f.Add("zone", "in", "eu", "eu", busybox)
	f.Add("cores", "gt", "7", "8", "a/b:c@sha256:")
	f.Fuzz(func(t *testing.T, key, operator, value, has, image string) {
		for _, l := range []Label{{key, operator, []string{value}}, {key, operator, nil}} {
			if l.Validate() != nil {
				continue
			}
			if with, without := l.Meets(map[string]string{key: has}), l.Meets(nil); operator == "exists" && (!with || without) || operator == "!" && (with || !without) {
				t.Errorf("%v: %v, %v", l, with, without)
			}
			_ = l.String()
		}
		c := Container{Image: image}
		if c.Validate() == nil && (!strings.Contains(image, "@sha256:") || strings.ContainsAny(image, " \x00\n$`\\") || strings.HasPrefix(image, "-")) {
			t.Errorf("%q is accepted", image)
		}
	})
}

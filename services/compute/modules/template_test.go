package modules

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/jobfile"
)

func module(template string) *Module {
	return &Module{Commit: strings.Repeat("1", 40), File: Files[0], Template: []byte(template)}
}

// args are those of the job that a template of a list of arguments becomes.
func args(template string, values map[string]string) ([]string, error) {
	f, err := module(`{"Type": "batch", "Tasks": [{"Name": "t", "Engine": {"Type": "docker", "Params": {"Image": "cow@sha256:` + strings.Repeat("0a", 32) + `", "Parameters": [` + template + `]}}}]}`).Job(values)
	if err != nil {
		return nil, err
	}
	return f.Job.Tasks[0].Args, nil
}

func TestTemplates(t *testing.T) {
	for _, c := range []struct {
		template string
		values   map[string]string
		want     []string
	}{
		{`{{.A}}`, map[string]string{"A": "moo"}, []string{"moo"}},
		{`{{.A}}`, map[string]string{"A": ""}, []string{""}},
		{`{{if .A}}{{.A}}{{else}}"none"{{end}}`, nil, []string{"none"}},
		{`{{with .A}}{{.}}{{else}}"none"{{end}}`, map[string]string{"A": "x"}, []string{"x"}},
		{`"{{subst "A=%s" .A}}", "{{ subt "%s-%v%%" .A "b" }}"`, map[string]string{"A": `"quoted"`}, []string{`A="quoted"`, `"quoted"-b%`}},
		{`{{default "d" .A}}, {{default "d" .B}}`, map[string]string{"B": "b"}, []string{"d", "b"}},
		{`"{{subst "%s" (get .A "d")}}", {{json "x"}}, {{encodeJson (get .A "d")}}`, nil, []string{"d", "x", "d"}},
		{`{{if eq .A "x"}}"is"{{end}}{{if ne .A "x"}}"is not"{{end}}`, map[string]string{"A": "x"}, []string{"is"}},
		{`{{if and .A (not .B)}}{{$a := .A}}{{$a}}, {{$.A}}{{end}}`, map[string]string{"A": "x"}, []string{"x", "x"}},
		{`"{{printf "%s" (printf "%s" "x")}}"`, nil, []string{"x"}},
		{`{{.A}}, {{/* the last */}}`, map[string]string{"A": "x"}, []string{"x"}}, // lists in YAML may end so
	} {
		got, err := args(c.template, c.values)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", c.template, err, diff)
		}
	}
}

// No value adds an argument or a field, whatever is in it and however careless the template is.
func TestValuesAddNothing(t *testing.T) {
	for _, value := range []string{`moo`, `", "more`, `"], "Env": {"A": "b"}, "x": ["`, "\", 1, \"", "a\nb: c", "{{.A}}", "]", "#", "&a", "*a", "!!null", "\u2028", `\`, `\"`, "parley", "<>&'", "null", "true", "1e9"} {
		for template, want := range map[string]string{
			`{{.A}}`:                              value,
			`"x={{subst "%s" .A}}"`:               "x=" + value,
			`"x={{printf "%s" (subst "%s" .A)}}"`: "x=" + value,
			`'{{subst "%s" .A}}'`:                 value,
			`{{subst "%s" .A}}`:                   value,
		} {
			got, err := args(template, map[string]string{"A": value})
			if diff := cmp.Diff([]string{want}, got); err != nil || diff != "" {
				t.Errorf("%s of %q: %v %s", template, value, err, diff)
			}
		}
	}
	for _, template := range []string{`"x={{.A}}"`, `{ {{.A}}: 1 }`} {
		if got, err := args(template, map[string]string{"A": `, "more", `}); err == nil {
			t.Errorf("%s: %q", template, got)
		}
	}
}

// What a template may not do is refused before anything of it is done; what is missing has its name.
func TestRefusedTemplates(t *testing.T) {
	deep := strings.Repeat(`{{$a := subst "%s%s" $a $a}}`, 40)
	for template, says := range map[string]string{
		`{{.A}}, {{.B}}`:                                     "no value for B, and none of its own",
		`"{{subst "%s" .B}}"{{.A}}`:                          "no value for B",
		`{{range 1000000000}}{{end}}{{.A}}`:                  "range",
		`{{define "x"}}{{template "x"}}{{end}}{{.A}}`:        "templates of its own",
		`{{template "x"}}{{.A}}`:                             "template of its own",
		`{{env "HOME"}}{{.A}}`:                               `function "env" not defined`,
		`{{js .A}}`:                                          "js, which is no function here",
		`{{call .A}}`:                                        "call, which is no function here",
		`{{printed "A" .A}}`:                                 "printed, which is no function here",
		`{{printf "%1000000000d" 1}}{{.A}}`:                  "no other verbs",
		`{{$a := subst "%s%s" .A .A}}` + deep + `{{$a}}`:     "more than 16384 bytes",
		`{{.}}{{.A}}`:                                        "what is no value",
		`{{if}}{{.A}}`:                                       "cannot be read",
		`{{.A}}` + strings.Repeat(`{{.A}},`, maxRendered/20): "more than 524288 bytes",
		`[[{{.A}}`:                                           "makes no job",
		`"x", [{{.A}}]`:                                      "makes no job",
		`{{.A.String.X}}`:                                    "cannot be filled in",
	} {
		_, err := args(template, map[string]string{"A": strings.Repeat("x", 100)})
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != BadModule || e.Remedy == "" || !strings.Contains(e.Error(), says) {
			t.Errorf("%.60s: %v", template, err)
		}
	}
	for _, c := range []struct {
		values map[string]string
		says   string
	}{
		{map[string]string{"a b": "x"}, "no name of a value"}, {map[string]string{"A": "\x00"}, "no text"}, {map[string]string{"A": "\xff"}, "no text"},
		{map[string]string{"A": strings.Repeat("x", maxValues)}, "more than 32768"}, {map[string]string{"A": "x", "Mesage": "x"}, "no value Mesage"},
	} {
		if _, err := args(`{{.A}}`, c.values); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v", c.values, err)
		}
	}
	if _, err := args(`"x"`, map[string]string{"A": "x"}); err == nil || !strings.Contains(err.(*Error).Remedy, "takes no values") {
		t.Error(err)
	}
}

// A module is a stranger's: it does not choose what it gets of the machine of whoever runs it.
func TestNothingOfThisMachine(t *testing.T) {
	const early = `{"APIVersion": "V1beta1", "Spec": {"Engine": "Docker", "Docker": {"Image": "cow@sha256:%s"}, "Inputs": [{"StorageSource": "LocalDirectory", "SourcePath": %s, "path": "/in"}]}}`
	const today = `{"Type": "batch", "Tasks": [{"Name": "t", "Engine": {"Type": "docker", "Params": {"Image": "cow@sha256:%s"}}, "InputSources": [{"Target": "/in", "Source": {"Type": "local", "Params": {"SourcePath": %s}}}]}]}`
	for _, form := range []string{early, today} {
		of := func(path string) string {
			return strings.Replace(strings.Replace(form, "%s", strings.Repeat("0a", 32), 1), "%s", path, 1)
		}
		for _, path := range []string{`"/etc/passwd"`, `"{{subst "%s/../secret" .A}}"`, `{{default "/etc/passwd" .B}}`} {
			if f, err := module(of(path) + `{{/*{{.A}}*/}}{{if .A}}{{end}}`).Job(map[string]string{"A": "data"}); err == nil || !strings.Contains(err.Error(), "whoever runs it names that") {
				t.Errorf("%s: %+v, %v", path, f, err)
			}
		}
		f, err := module(of(`{{.A}}`)).Job(map[string]string{"A": "data"})
		if err != nil || f.Inputs[0].Path != "data" {
			t.Errorf("%+v, %v", f, err)
		}
	}
	const url = `{"Spec": {"Engine": "Docker", "Docker": {"Image": "cow@sha256:%s"}, "Inputs": [{"StorageSource": "URLDownload", "URL": %s, "path": "/in"}]}}`
	of := func(at string) string {
		return strings.Replace(strings.Replace(url, "%s", strings.Repeat("0a", 32), 1), "%s", at, 1)
	}
	for at, public := range map[string]bool{`"http://example.com/f"`: true, `{{.A}}`: false} {
		f, err := module(of(at) + `{{if .A}}{{end}}`).Job(map[string]string{"A": "http://example.org/of/whoever/runs/it"})
		if err != nil || f.Inputs[0].Public != public {
			t.Errorf("%s: %+v, %v", at, f, err)
		}
	}
}

// FuzzJob: whatever a template and a value are, there is a job or an error in bounded time, the same twice, and a value is no structure.
func FuzzJob(f *testing.F) {
	f.Add(cow, "moo")
	f.Add(`{"Type": "batch", "Tasks": [{"Engine": {"Type": "wasm", "Params": {"EntryModule": "/m"}}, "InputSources": [{"Target": "/m", "Source": {"Type": "ipfs", "Params": {"CID": {{.Message}}}}}]}]}`, `", "x`)
	f.Add("Spec:\n  Engine: Wasm\n  Wasm: {EntryModule: {StorageSource: IPFS, CID: {{.Message}}}, Parameters: [{{.Message}}]}\n  outputs: [{Name: outputs, path: /outputs}]\n", "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy")
	f.Add("{{if .A}}{{else if .B}}{{with $x := .C}}{{$x}}{{end}}{{end}}", "")
	f.Fuzz(func(t *testing.T, template, value string) {
		m := module(template)
		values := map[string]string{"Message": value}
		first, err := m.Job(values)
		again, errAgain := m.Job(values)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Kind == 0 || e.Remedy == "" || errAgain == nil || errAgain.Error() != err.Error() {
				t.Fatalf("%v, %v", err, errAgain)
			}
			return
		}
		a, b := shape(t, first), shape(t, again)
		if a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

func shape(t *testing.T, f *jobfile.File) string {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A name is as long as a template can have it, in characters, and nothing but letters, digits and underscores.
func TestValidName(t *testing.T) {
	for name, valid := range map[string]bool{
		"": false, "_": true, "A1": true, "1A": false, "größe": true, "a-b": false, "a\n": false, "a\xff": false,
		strings.Repeat("ä", 64): true, strings.Repeat("ä", 65): false, strings.Repeat("a", 65): false,
	} {
		if ValidName(name) != valid {
			t.Errorf("%q: valid %t", name, !valid)
		}
	}
}

package jobfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Bounds of a file.
const (
	MaxFile  = 10 << 20 // bytes; what an orchestrator takes
	maxNodes = 20_000   // values, aliases counted as what they stand for
	maxDepth = 32
	// maxMarks bounds what YAML may begin a value with, in data that is written out too: the parser takes a second for so many.
	maxMarks = 5 * maxNodes
)

type kind int

const (
	scalar kind = iota + 1
	list
	object
)

// node is a value of the file.
type node struct {
	kind  kind
	text  string // of a scalar
	null  bool
	keys  []string // of an object, beside items
	items []*node
}

// grow counts the nodes of a tree that is read.
type grower struct{ nodes int }

func (g *grower) node(k kind, depth int) (*node, error) {
	if g.nodes++; g.nodes > maxNodes {
		return nil, fmt.Errorf("it has more than %d values", maxNodes)
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("it is nested deeper than %d values", maxDepth)
	}
	return &node{kind: k}, nil
}

// read makes a tree of a file: JSON if it begins as an object of it, else YAML.
func read(text []byte) (*node, error) {
	if len(text) > MaxFile {
		return nil, fmt.Errorf("it is larger than %d bytes", MaxFile)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("it is not text in UTF-8")
	}
	var g grower
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) && json.Valid(text) {
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.UseNumber()
		return g.fromJSON(dec, 0)
	}
	if marks(text) > maxMarks {
		return nil, fmt.Errorf("it has more than %d values, or commas, dashes and colons in text: write data in base64, or name where it is", maxNodes)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, errors.New("it is empty")
	} else if err != nil {
		return nil, fmt.Errorf("it is neither YAML nor JSON: %w", err)
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.New("it holds more than one document")
	}
	return g.fromYAML(&doc, 0)
}

// marks counts what a value of YAML can begin with, wherever it stands.
func marks(text []byte) (n int) {
	for i, c := range text {
		switch c {
		case ',':
			n++
		case '-', ':', '?':
			if i+1 < len(text) && bytes.IndexByte([]byte(" \t\r\n"), text[i+1]) >= 0 {
				n++
			}
		}
	}
	return n
}

func (g *grower) fromYAML(y *yaml.Node, depth int) (*node, error) {
	switch y.Kind {
	case yaml.DocumentNode:
		return g.fromYAML(y.Content[0], depth)
	case yaml.AliasNode:
		return g.fromYAML(y.Alias, depth+1)
	case yaml.ScalarNode:
		n, err := g.node(scalar, depth)
		if err == nil {
			n.text, n.null = y.Value, y.Tag == "!!null"
		}
		return n, err
	}
	n, err := g.node(list, depth)
	if err != nil {
		return nil, err
	}
	content := y.Content
	if y.Kind == yaml.MappingNode {
		n.kind, content = object, nil
		for i := 0; i+1 < len(y.Content); i += 2 {
			if y.Content[i].Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("line %d: the name of a field is text", y.Content[i].Line)
			}
			n.keys = append(n.keys, y.Content[i].Value)
			content = append(content, y.Content[i+1])
		}
	}
	for _, c := range content {
		item, err := g.fromYAML(c, depth+1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	return n, nil
}

// fromJSON reads one value of text that is valid.
func (g *grower) fromJSON(dec *json.Decoder, depth int) (*node, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		n, err := g.node(scalar, depth)
		if err == nil {
			n.text, n.null = fmt.Sprint(token), token == nil
		}
		return n, err
	}
	n, err := g.node(list, depth)
	if err != nil {
		return nil, err
	}
	if delim == '{' {
		n.kind = object
	}
	for dec.More() {
		if n.kind == object {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			n.keys = append(n.keys, fmt.Sprint(key))
		}
		item, err := g.fromJSON(dec, depth+1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	_, err = dec.Token()
	return n, err
}

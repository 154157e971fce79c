package docs

import (
	"fmt"
	"strings"
)

// Block is a fenced code block of a Markdown document.
type Block struct {
	Line int    // of its first line of text, counted from one
	Lang string // the first word after the fence
	Text string // what is inside, with its last newline
}

// Blocks returns the fenced blocks of a document that begin at the start of a line. A fence that is never closed is an
// error: what follows would silently not be run.
func Blocks(markdown string) ([]Block, error) {
	var all []Block
	var open *Block
	line := 0
	for text := range strings.Lines(markdown) {
		line++
		fence, isFence := strings.CutPrefix(text, "```")
		switch {
		case open == nil && isFence:
			lang, _, _ := strings.Cut(strings.TrimSpace(fence), " ")
			open = &Block{Line: line + 1, Lang: lang}
		case open != nil && isFence && strings.TrimSpace(fence) == "":
			all = append(all, *open)
			open = nil
		case open != nil:
			open.Text += text
		}
	}
	if open != nil {
		return nil, fmt.Errorf("line %d: this block is never closed", open.Line-1)
	}
	return all, nil
}

// kind is what a Block asks of a [Runner].
type kind int

const (
	prose      kind = iota + 1 // nothing
	foreground                 // run it and wait
	background                 // run it in a terminal of its own until the document ends
	file                       // write it
	output                     // compare it with what the block before it printed
)

// The first lines that say more about a block than its language does.
const (
	elsewhere = "# in another terminal"
	untilSays = ", until it says: "
)

// step is a Block, understood.
type step struct {
	Block
	kind  kind
	name  string // of a file
	until string // what a background block prints when it is ready
}

// understand says what is to be done with a block.
func understand(b Block) (step, error) {
	first, _, _ := strings.Cut(b.Text, "\n")
	switch b.Lang {
	case "output":
		return step{Block: b, kind: output}, nil
	case "go":
		name, found := strings.CutPrefix(first, "// ")
		if !found || !strings.HasSuffix(name, ".go") || strings.Contains(name, " ") {
			return step{Block: b, kind: prose}, nil
		}
		return step{Block: b, kind: file, name: name}, nil
	case "sh":
		rest, found := strings.CutPrefix(first, elsewhere)
		if !found {
			return step{Block: b, kind: foreground}, nil
		}
		until, found := strings.CutPrefix(rest, untilSays)
		if !found || until == "" {
			return step{}, fmt.Errorf("line %d: write %q", b.Line, elsewhere+untilSays+"WORDS")
		}
		return step{Block: b, kind: background, until: until}, nil
	case "bash", "shell", "console":
		return step{}, fmt.Errorf("line %d: a block of %s is not run; call it sh", b.Line, b.Lang)
	}
	return step{Block: b, kind: prose}, nil
}

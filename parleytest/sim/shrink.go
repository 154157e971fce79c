package sim

// Shrink leaves out of a script that fails all that it can, and gives up after so many runs. What it returns fails too,
// if not always for the same reason.
func Shrink(s Script, runs int) Script {
	return shrink(s, runs, func(s Script) *Failure { return Run(s, nil).Failure })
}

func shrink(s Script, runs int, play func(Script) *Failure) Script {
	for size := len(s.Steps); size > 0 && runs > 0; {
		if f := play(s); f != nil && f.Step < len(s.Steps) {
			s.Steps = s.Steps[:f.Step+1]
		}
		size = min(size, max(1, len(s.Steps)/2))
		shorter := false
		for at := 0; at < len(s.Steps) && runs > 0; runs-- {
			rest := s
			rest.Steps = append(append([]Step{}, s.Steps[:at]...), s.Steps[min(at+size, len(s.Steps)):]...)
			if play(rest) != nil {
				s, shorter = rest, true
			} else {
				at += size
			}
		}
		switch {
		case size > 1:
			size /= 2
		case !shorter:
			size = 0
		}
	}
	return s
}

package docs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Commit names what is checked out: the first twelve digits. It refuses what others cannot look at: what is not committed, but
// for the files except, and a commit that is not on main.
func Commit(ctx context.Context, except ...string) (string, error) {
	head, changed, err := CheckedOut(ctx, except...)
	if err != nil {
		return "", err
	}
	if changed != "" {
		return "", errors.New("a figure is of a commit, and this is not committed: commit it\n" + changed)
	}
	for _, ref := range []string{"refs/remotes/origin/main", "refs/heads/main"} {
		if _, err := Git(ctx, "rev-parse", "--quiet", "--verify", ref); err != nil {
			continue
		}
		if _, err := Git(ctx, "merge-base", "--is-ancestor", "HEAD", ref); err != nil {
			return "", fmt.Errorf("%s is not on %s, where others could find it: push it to main, then git fetch", head, strings.TrimPrefix(ref, "refs/"))
		}
		return head, nil
	}
	return "", errors.New("there is no main here to find a commit on: git fetch origin main:refs/remotes/origin/main")
}

// CheckedOut is the commit at which the working tree is, and what in it differs from that, but for the files except.
func CheckedOut(ctx context.Context, except ...string) (head, changed string, err error) {
	if head, err = Git(ctx, "rev-parse", "--short=12", "HEAD"); err != nil {
		return "", "", err
	}
	args := []string{"status", "--porcelain", "--", ":/"}
	for _, file := range except {
		args = append(args, ":(top,exclude)"+file)
	}
	changed, err = Git(ctx, args...)
	return head, changed, err
}

// Git asks git.
func Git(ctx context.Context, args ...string) (string, error) {
	var said strings.Builder
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return strings.TrimSpace(string(out)), nil
}

// Machine says what this runs on.
func Machine() string {
	return fmt.Sprintf("%s, %d processors, %s on %s/%s", processor(), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// processor is its maker's name for it, where the system says it.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "a processor"
	}
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "a processor"
}

// Load says how busy the machine is: how many processes ran or waited to, on average over the last 1, 5 and 15 minutes, as
// uptime does; "unknown" where the system does not say it.
func Load() string {
	b, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], " ")
}

package depot

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Bucket is a bucket of S3, or of what speaks as it does. Here it is written to with the credentials that programs of AWS find
// (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or its files); nodes read it with their own, which must let them list it and get
// from it. Its fields are set before first use.
type Bucket struct {
	Name     string
	Prefix   string // of all keys, without a slash at its end
	Region   string // default "us-east-1"
	Endpoint string // URL; default that of AWS
}

var _ bacalhau.Depot = (*Bucket)(nil)

// Storage implements bacalhau.Depot.
func (b *Bucket) Storage() string { return "s3" }

func (b *Bucket) client(ctx context.Context) (*s3.Client, error) {
	c, err := config.LoadDefaultConfig(ctx, config.WithRegion(b.region()), config.WithLogger(logging.Nop{})) // errors say what it would
	if err != nil {
		return nil, &bacalhau.Error{Kind: bacalhau.Unauthorized, Cause: "the credentials for the bucket cannot be read", Remedy: "see AWS_PROFILE, and the files in ~/.aws", Err: err}
	}
	return s3.NewFromConfig(c, func(o *s3.Options) {
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired // which others than AWS may not know
		if b.Endpoint != "" {
			o.BaseEndpoint, o.UsePathStyle = aws.String(b.Endpoint), true
		}
	}), nil
}

func (b *Bucket) region() string { return cmp.Or(b.Region, "us-east-1") }

// under is where what belongs to a token is: never all that there is.
func (b *Bucket) under(token string) (string, error) {
	return path.Join(b.Prefix, token) + "/", checkToken(token)
}

// Put implements bacalhau.Depot. Nodes make a directory of all keys that begin alike, so what a guest finds below /inputs is in one,
// and what it finds elsewhere has to be a directory of its own.
func (b *Bucket) Put(ctx context.Context, token string, all []bacalhau.Thing) (sources []bacalhau.Input, err error) {
	own, err := b.under(token)
	if err != nil {
		return nil, err
	}
	c, err := b.client(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.drop(ctx, c, own); err != nil {
		return nil, err
	}
	places := map[string]string{} // a directory of the guest's, and what its keys begin with
	for _, t := range all {
		dir, name, err := split(t)
		if err != nil {
			return nil, err
		}
		begins := places[dir]
		if begins == "" {
			begins = own + strconv.Itoa(len(places)) + "/"
			places[dir] = begins
			sources = append(sources, bacalhau.Input{Target: dir, Source: b.source(begins)})
		}
		if err := b.put(ctx, c, begins, name, t); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// Takes implements bacalhau.Particular.
func (b *Bucket) Takes(all []bacalhau.Thing) error {
	for _, t := range all {
		if _, _, err := split(t); err != nil {
			return err
		}
		if t.Path == "" {
			continue
		}
		err := filepath.WalkDir(t.Path, func(at string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(t.Path, at)
			if err != nil {
				return err
			}
			return filled(at, path.Join(t.At, filepath.ToSlash(rel)))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// source is all keys that begin so.
func (b *Bucket) source(begins string) bacalhau.Spec {
	params := map[string]any{"Bucket": b.Name, "Key": begins, "Region": b.region()}
	if b.Endpoint != "" {
		params["Endpoint"] = b.Endpoint
	}
	return bacalhau.Spec{Type: b.Storage(), Params: params}
}

// split says in which directory of the guest's, which is brought as a whole, a thing is, and under which name.
func split(t bacalhau.Thing) (dir, name string, err error) {
	const inputs = "/inputs"
	if name, below := strings.CutPrefix(t.At, inputs+"/"); below {
		return inputs, name, nil
	}
	if t.Path == "" {
		return path.Dir(t.At), path.Base(t.At), nil
	}
	info, err := os.Stat(t.Path)
	switch {
	case err != nil:
		return "", "", unread(err)
	case !info.IsDir():
		return "", "", &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the job wants a file at %s, and what nodes fetch from a bucket are directories", t.At),
			Remedy: "give the directory that it is in, or put it below /inputs"}
	}
	return t.At, "", nil
}

// put uploads one thing.
func (b *Bucket) put(ctx context.Context, c *s3.Client, begins, name string, t bacalhau.Thing) error {
	if t.Path == "" {
		return b.upload(ctx, c, begins+name, bytes.NewReader(t.Data))
	}
	return filepath.WalkDir(t.Path, func(at string, _ fs.DirEntry, err error) error {
		if err != nil {
			return unread(err)
		}
		info, err := os.Stat(at)
		if err != nil {
			return unread(err)
		}
		rel, err := filepath.Rel(t.Path, at)
		if err != nil {
			return err
		}
		if info.IsDir() {
			return filled(at, path.Join(t.At, filepath.ToSlash(rel)))
		}
		f, err := os.Open(at)
		if err != nil {
			return unread(err)
		}
		defer f.Close()
		return b.upload(ctx, c, begins+path.Join(name, filepath.ToSlash(rel)), f)
	})
}

// filled refuses a directory that has nothing in it, which no key of a bucket could stand for.
func filled(dir, name string) error {
	f, err := os.Open(dir)
	if err != nil {
		return unread(err)
	}
	defer f.Close()
	switch _, err := f.Readdirnames(1); {
	case errors.Is(err, io.EOF):
		return bacalhau.EmptyDirectory(name)
	case err != nil:
		return unread(err)
	}
	return nil
}

func (b *Bucket) upload(ctx context.Context, c *s3.Client, key string, from io.ReadSeeker) error {
	read := &source{ReadSeeker: from}
	_, err := c.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.Name, Key: &key, Body: read, ContentType: aws.String("application/octet-stream")})
	if err != nil && read.err != nil {
		return unread(read.err)
	}
	return b.told(ctx, err)
}

// source remembers that reading failed, to be told from sending.
type source struct {
	io.ReadSeeker
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.ReadSeeker.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (s *source) Seek(offset int64, whence int) (int64, error) {
	at, err := s.ReadSeeker.Seek(offset, whence)
	if err != nil {
		s.err = err
	}
	return at, err
}

// Drop implements bacalhau.Depot.
func (b *Bucket) Drop(ctx context.Context, token string) error {
	own, err := b.under(token)
	if err != nil {
		return err
	}
	c, err := b.client(ctx)
	if err != nil {
		return err
	}
	return b.drop(ctx, c, own)
}

// drop deletes all keys that begin so, as many at once as a page of them has: up to a thousand.
func (b *Bucket) drop(ctx context.Context, c *s3.Client, begins string) error {
	pages := s3.NewListObjectsV2Paginator(c, &s3.ListObjectsV2Input{Bucket: &b.Name, Prefix: &begins})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return b.told(ctx, err)
		}
		var all []types.ObjectIdentifier
		for _, o := range page.Contents {
			all = append(all, types.ObjectIdentifier{Key: o.Key})
		}
		if err := b.remove(ctx, c, all); err != nil {
			return b.told(ctx, err)
		}
	}
	return nil
}

// remove deletes objects in one call, or in as many as there are where the service does not know that call.
func (b *Bucket) remove(ctx context.Context, c *s3.Client, all []types.ObjectIdentifier) error {
	if len(all) == 0 {
		return nil
	}
	done, err := c.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: &b.Name, Delete: &types.Delete{Objects: all, Quiet: aws.Bool(true)}})
	if err == nil && len(done.Errors) == 0 {
		return nil
	}
	if r, ok := errors.AsType[*awshttp.ResponseError](err); err != nil && (!ok || !slices.Contains(unknownCall, r.HTTPStatusCode())) {
		return err
	}
	for _, o := range all {
		if _, err := c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.Name, Key: o.Key}); err != nil {
			return err
		}
	}
	return nil
}

// unknownCall is what services answer to a call that they do not have, or want in another form.
var unknownCall = []int{http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusLengthRequired, http.StatusNotImplemented}

// told is what a bucket's service answered, in words for whoever runs the farmer.
func (b *Bucket) told(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	status, why := 0, err.Error()
	if r, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		status = r.HTTPStatusCode()
	}
	if said, ok := errors.AsType[smithy.APIError](err); ok {
		why = said.ErrorCode()
	}
	switch {
	case status == http.StatusForbidden, status == http.StatusUnauthorized, strings.Contains(why, "failed to retrieve credentials"), strings.Contains(why, "get credentials"):
		return &bacalhau.Error{Kind: bacalhau.Forbidden, Cause: fmt.Sprintf("the bucket %s does not let this farmer in", b.Name),
			Remedy: "give credentials that may list, put and delete there, in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", Err: err}
	case status == http.StatusNotFound:
		return &bacalhau.Error{Kind: bacalhau.NotFound, Cause: fmt.Sprintf("there is no bucket %s", b.Name), Remedy: "make it, or name another, with its region and endpoint", Err: err}
	case status == http.StatusMovedPermanently:
		return &bacalhau.Error{Kind: bacalhau.NotFound, Cause: fmt.Sprintf("the bucket %s is in another region than %s", b.Name, b.region()), Remedy: "name its region: s3://BUCKET?region=REGION", Err: err}
	}
	return &bacalhau.Error{Kind: bacalhau.Unavailable, Cause: fmt.Sprintf("the bucket %s cannot be reached", b.Name), Remedy: "see that its endpoint answers from here", Err: err}
}

func unread(err error) error {
	return &executor.Error{Code: executor.NoInput, Cause: "the inputs cannot be read", Remedy: "see that they are there and do not change", Err: err}
}

package requester

import "context"

// Ready waits until Run has taken up what was left under way: from then on Sessions knows of all that the journal does. It
// returns an error when ctx or Run ends first.
func (c *Client) Ready(ctx context.Context) error { return c.await(ctx) }

package devchain

// Indexed reports whether the node knows every transaction of the chain.
func (c *Chain) Indexed() bool { return c.sealer.backend.BlockChain().TxIndexDone() }

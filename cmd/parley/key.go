package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) key() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "key",
		Short: "who a party of this machine is, and where its keys are",
		Long: "Shows the two keys of a party, and makes them on first use: the identity, which signs what is agreed, and the account, which\n" +
			"pays and is paid. They are files that only their owner may read. Back them up: without the identity nobody can go on with\n" +
			"the deals it has signed; without the account its money is lost.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.showKeys(name) },
	}
	cmd.Flags().StringVar(&name, "name", "run", "which party of this machine")
	return cmd
}

func (a *app) showKeys(name string) error {
	h, err := a.party(name)
	if err != nil {
		return err
	}
	signer, _, err := h.Identity()
	if err != nil {
		return err
	}
	peer, err := messages.PublicKey(signer)
	if err != nil {
		return err
	}
	_, account, err := accountOf(h)
	if err != nil {
		return err
	}
	if a.output != "table" {
		return json.NewEncoder(a.out).Encode(map[string]string{"peer": peer.String(), "identityFile": h.Path(home.IdentityFile),
			"account": account.String(), "accountFile": h.Path(home.AccountFile)})
	}
	_, err = fmt.Fprintf(a.out, "peer      %s\n  in      %s: losing it ends the deals that it has signed\naccount   %s\n  in      %s: losing it loses the money\n",
		peer, h.Path(home.IdentityFile), account, h.Path(home.AccountFile))
	return err
}

// accountOf is a party's account and its secret, which are made on first use.
func accountOf(h *home.Home) (secret []byte, account deals.Address, err error) {
	if secret, _, err = h.Account(party.NewSecret); err != nil {
		return nil, account, err
	}
	account, err = party.AddressOf(secret)
	return secret, account, err
}

package parleytest_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
)

// An adversary that was quoted a price pays before anybody has agreed to anything.
func ExampleAdversary() {
	ctx := context.Background()
	var world parleytest.World
	farm, cheat := world.Node(1), world.Node(2)
	_, process := farm.Farm(&parleytest.Seller{PerUnit: 5})
	defer process.Stop()

	a, err := cheat.Attack(ctx, farm)
	if err != nil {
		log.Fatal(err)
	}
	defer a.Stream.Close()
	if err := a.Ask(ctx, 1); err != nil {
		log.Fatal(err)
	}
	quote, err := a.Hear(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("heard a", quote.Kind())
	if err := a.Say(ctx, &messages.Reward{Amount: "5", ReceiptByMs: 1_900_000_000_000}); err != nil {
		log.Fatal(err)
	}
	_, err = a.Hear(ctx)
	if refused, ok := errors.AsType[*parleytest.Refused](err); ok {
		fmt.Println("refused:", refused.Code)
	}
	// Output:
	// heard a KIND_QUOTE
	// refused: CODE_NOT_YOUR_TURN
}

// Package discovery says how a requester finds farmers, and how a farmer is found, without saying over which network.
//
// [Finder] and [Advertiser] are what the engines use; an application may bring its own. [Static] names farmers
// directly, [Any] asks several finders at once. The adapter transports/libp2p finds through a DHT.
package discovery

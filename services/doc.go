// Package services is the typed edge of Parley: a service is a price and a function.
//
// A [Spec] names the service and says how its jobs and results are written. [Farm] makes a farmer of a [Service];
// [Request] hires for one job and returns its result. Below this package nothing knows a service's types.
package services

// Package matcher holds strategies for whom to hire: [First], [Cheapest], [Fastest], [Weighted] and [MaxCost], and
// [Filter] and [Then] to compose them with each other and with your own.
//
// A strategy is one method, [Matcher.Match], and gets all that it needs as an argument: it may be called at any time,
// reads no clock and keeps nothing. The engine calls it whenever a place is free and a quote is on the table; of the
// offers that it names, best first, as many are hired as are wanted, the next are kept in reserve in that order, and those
// that it leaves out are declined. How many are wanted and how many are kept is not its affair: requester.Hiring says.
package matcher

package io.atomicstore.examples.auction;

/**
 * The one event of an auction: a bidder names the most they would pay. The price that everybody
 * sees follows from the lot's bids by the {@link ProxyRule}.
 *
 * @param lot the scope: bids on one lot are admitted one at a time
 * @param cents the bidder's maximum, in US cents
 */
public record Bid(String lot, String bidder, long cents) {}

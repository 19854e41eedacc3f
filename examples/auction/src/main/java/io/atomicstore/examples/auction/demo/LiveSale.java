package io.atomicstore.examples.auction.demo;

import java.time.Duration;

/**
 * How a live auction is to be.
 *
 * @param lots how many are on sale; the first draw most bids
 * @param bidders how many bid, each with some bids under way
 * @param seed what lots there are and who wants them
 */
public record LiveSale(Duration duration, int lots, int bidders, long seed) {}

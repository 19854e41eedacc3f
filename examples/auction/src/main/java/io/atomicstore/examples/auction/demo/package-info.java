/** A demonstration: bidders for the auction house, and a check of what its store holds. */
@NullMarked
package io.atomicstore.examples.auction.demo;

import org.jspecify.annotations.NullMarked;

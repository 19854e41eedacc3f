/**
 * The {@code atomic-store demo} command: bidders for the auction house, and a check of its store.
 */
@NullMarked
package io.atomicstore.examples.auction.demo;

import org.jspecify.annotations.NullMarked;

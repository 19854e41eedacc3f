/**
 * An auction house on an Atomic Store: each lot is a scope, each bid an event, each bidder an
 * originator.
 */
@NullMarked
package io.atomicstore.examples.auction;

import org.jspecify.annotations.NullMarked;

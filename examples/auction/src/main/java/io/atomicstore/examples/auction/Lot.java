package io.atomicstore.examples.auction;

import io.atomicstore.core.ScopeId;

/**
 * What is up for auction.
 *
 * @param id also the name of its event log
 * @param openingCents the least that the first bid must be, in US cents
 */
public record Lot(String id, long openingCents) {

  public ScopeId scopeId() {
    return new ScopeId(id);
  }
}

package io.atomicstore.examples.auction;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges bids by the {@link ProxyRule}, on how their lot stands after all bids before them. The
 * store keeps the standings. A decision passes on the price of the lot.
 */
final class Bidding implements FoldValidator<Standing, Bid, Refusal, Long> {

  private static final long STANDING_BYTES = 64;

  private final Map<ScopeId, Lot> lots = new ConcurrentHashMap<>();

  /** Makes a lot known. To be called before the first bid on it. */
  void putUp(Lot lot) {
    Lot known = lots.putIfAbsent(lot.scopeId(), lot);
    if (known != null && !known.equals(lot)) {
      throw new IllegalArgumentException(known + " was put up already, found " + lot);
    }
  }

  @Override
  public Standing initial(ScopeId scopeId) {
    Lot lot = lots.get(scopeId);
    if (lot == null) {
      throw new IllegalStateException("lot '" + scopeId + "' was not put up");
    }
    return Standing.opening(lot);
  }

  @Override
  public Standing apply(Standing standing, Bid bid) {
    return ProxyRule.after(standing, bid);
  }

  @Override
  public Decision<Refusal, Long> decide(Standing standing, Bid bid) {
    Refusal refusal = ProxyRule.refusal(standing, bid);
    return refusal == null
        ? Decision.<Refusal, Long>accept().withMeta(ProxyRule.after(standing, bid).priceCents())
        : Decision.<Refusal, Long>reject(refusal).withMeta(standing.priceCents());
  }

  @Override
  public long weightBytes(Standing standing) {
    return STANDING_BYTES;
  }
}

package io.atomicstore.examples.auction;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How each lot stands after its past bids. Remembers the last fold of each lot, so that a bid costs
 * the bids that came since the one before, not the whole log. Safe for use by many threads.
 */
final class Standings {

  /** The fold of a lot's first {@code bids} bids, of which {@code last} is the last. */
  private record Fold(int bids, @Nullable Bid last, Standing standing) {}

  private final Map<Lot, Fold> folds = new ConcurrentHashMap<>();

  /**
   * How the lot stands after {@code past}.
   *
   * @param past all past bids of the lot, in the order of its log
   */
  Standing after(Lot lot, List<Bid> past) {
    Fold known = folds.get(lot);
    Fold fold = known != null && isPrefix(known, past) ? known : opening(lot);
    Standing standing = fold.standing();
    for (Bid bid : past.subList(fold.bids(), past.size())) {
      standing = ProxyRule.after(standing, bid);
    }
    Bid last = past.isEmpty() ? null : past.get(past.size() - 1);
    folds.put(lot, new Fold(past.size(), last, standing));
    return standing;
  }

  private static Fold opening(Lot lot) {
    return new Fold(0, null, Standing.opening(lot));
  }

  /**
   * Whether {@code past} begins with the bids of {@code fold}. A bid that was shown while it was
   * being written is gone if that write failed: the log then starts anew from the journal, with
   * objects of its own. So the same object in the same place means the same bids before it.
   */
  @SuppressWarnings("ReferenceEquality") // equal bids may be in different histories
  private static boolean isPrefix(Fold fold, List<Bid> past) {
    return fold.bids() == 0
        || (fold.bids() <= past.size() && past.get(fold.bids() - 1) == fold.last());
  }
}

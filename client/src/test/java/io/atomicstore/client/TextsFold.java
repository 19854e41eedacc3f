package io.atomicstore.client;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Folds texts into one, and passes on with each decision what it was taken on.
 *
 * <p>Texts that begin with {@code no} are rejected; deciding on those that begin with {@code
 * throws} throws.
 */
final class TextsFold implements FoldValidator<String, String, String, String> {

  private final AtomicInteger applied = new AtomicInteger();
  private final AtomicInteger decided = new AtomicInteger();

  @Override
  public String initial(ScopeId scopeId) {
    return "";
  }

  @Override
  public String apply(String state, String event) {
    applied.incrementAndGet();
    return state.isEmpty() ? event : state + "," + event;
  }

  @Override
  public Decision<String, String> decide(String state, String prospectiveEvent) throws Exception {
    decided.incrementAndGet();
    if (prospectiveEvent.startsWith("throws")) {
      throw new Exception(prospectiveEvent);
    }
    return prospectiveEvent.startsWith("no")
        ? Decision.<String, String>reject("unwanted").withMeta(state)
        : Decision.<String, String>accept().withMeta(state);
  }

  /** How many events were folded. */
  int applied() {
    return applied.get();
  }

  int decided() {
    return decided.get();
  }
}

package io.atomicstore.benchmarks;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;

/** Accepts every event, and counts them: the least that a validator can do. */
final class CountingFold implements FoldValidator<Long, LoadEvent, String, Void> {

  @Override
  public Long initial(ScopeId scopeId) {
    return 0L;
  }

  @Override
  public Long apply(Long count, LoadEvent event) {
    return count + 1;
  }

  @Override
  public long weightBytes(Long count) {
    return Long.BYTES;
  }

  @Override
  public Decision<String, Void> decide(Long count, LoadEvent event) {
    return Decision.accept();
  }
}

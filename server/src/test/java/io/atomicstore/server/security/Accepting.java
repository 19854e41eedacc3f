package io.atomicstore.server.security;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;

/** Says yes to everything. */
record Accepting() implements FoldValidator<Integer, String, String, String> {

  @Override
  public Integer initial(ScopeId scopeId) {
    return 0;
  }

  @Override
  public Integer apply(Integer count, String event) {
    return count + 1;
  }

  @Override
  public Decision<String, String> decide(Integer count, String event) {
    return Decision.accept();
  }
}

package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link ValidationRequest}; best made by its methods. A response whose token is not the
 * outstanding one changes nothing, and its sender gets a {@link ResponseTooLate}.
 */
public record ValidationResponse<R, M>(
    ScopeId scopeId, ValidationToken token, Decision<R, M> decision) {

  /** Whether the event may be stored. */
  public boolean didPass() {
    return decision instanceof Decision.Accept;
  }

  /** Why the event must not be stored; null if it may, or if the validator threw. */
  public @Nullable R reason() {
    return decision instanceof Decision.Reject<R, M> rejection ? rejection.reason() : null;
  }

  /** What is passed on to whoever gets the result. */
  public @Nullable M meta() {
    return decision.meta();
  }

  /** The same response, passing on {@code newMeta}. */
  public <N> ValidationResponse<R, N> withMeta(N newMeta) {
    Decision<R, N> newDecision =
        decision instanceof Decision.Reject<R, M> rejection
            ? rejection.withMeta(newMeta)
            : Decision.<R, N>accept().withMeta(newMeta);
    return new ValidationResponse<>(scopeId, token, newDecision);
  }
}

package io.atomicstore.engine;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.io.NotSerializableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of decisions what reaches the log. Pekko drops a message that can't be serialized on its
 * way to another node, and the originator would hear of nothing but a timeout: where the log may be
 * on another node such a decision becomes one that says what is wrong.
 */
final class SendableDecisions {

  private final @Nullable ValueCodec codec;

  private SendableDecisions(@Nullable ValueCodec codec) {
    this.codec = codec;
  }

  /** To logs of this process, which get the objects themselves. */
  static SendableDecisions withinProcess() {
    return new SendableDecisions(null);
  }

  /** To logs that may be on another node. */
  static SendableDecisions betweenNodes(ValueCodec codec) {
    return new SendableDecisions(codec);
  }

  <R, M> Decision<R, M> sendable(Decision<R, M> decision) {
    try {
      check(decision);
      return decision;
    } catch (NotSerializableException e) {
      return Decision.failed(e);
    }
  }

  private void check(@Nullable Decision<?, ?> decision) throws NotSerializableException {
    if (codec == null || decision == null) {
      return;
    }
    Object meta = decision.meta();
    if (meta != null) {
      codec.serialize(meta);
    }
    Object reason = decision instanceof Decision.Reject<?, ?> rejection ? rejection.reason() : null;
    if (reason != null) {
      codec.serialize(reason);
    }
  }

  /** The same validator, which throws where its decision could not be sent. */
  <S, E, R, M> FoldValidator<S, E, R, M> checking(FoldValidator<S, E, R, M> validator) {
    return codec == null ? validator : new Checking<>(validator, this);
  }

  private record Checking<S, E, R, M>(
      FoldValidator<S, E, R, M> validator, SendableDecisions decisions)
      implements FoldValidator<S, E, R, M> {

    @Override
    public Decision<R, M> decide(S state, E prospectiveEvent) throws Exception {
      Decision<R, M> decision = validator.decide(state, prospectiveEvent);
      decisions.check(decision);
      return decision;
    }

    @Override
    public Decision<R, M> decideAll(S state, List<E> prospectiveEvents) throws Exception {
      Decision<R, M> decision = validator.decideAll(state, prospectiveEvents);
      decisions.check(decision);
      return decision;
    }

    @Override
    public S initial(ScopeId scopeId) {
      return validator.initial(scopeId);
    }

    @Override
    public S apply(S state, E event) {
      return validator.apply(state, event);
    }

    @Override
    public long weightBytes(S state) {
      return validator.weightBytes(state);
    }
  }
}

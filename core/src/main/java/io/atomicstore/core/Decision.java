package io.atomicstore.core;

import org.jspecify.annotations.Nullable;

/**
 * The judgement of one prospective event, taken by its originator (or whoever it delegates to) on
 * exactly the past events it was shown.
 *
 * @param <R> the application's reasons
 * @param <M> what the application passes from the validator to the result
 */
public sealed interface Decision<R, M> {

  /** What the validator passes on to whoever gets the {@link Result}; null if nothing. */
  @Nullable M meta();

  /** The event may be stored. */
  static <R, M> Accept<R, M> accept() {
    return new Accept<>(null);
  }

  /** The event must not be stored, because of {@code reason}. */
  static <R, M> Reject<R, M> reject(R reason) {
    return new Reject<>(reason, null, null);
  }

  /** The validator threw {@code cause} instead of deciding. The event must not be stored. */
  static <R, M> Reject<R, M> failed(Throwable cause) {
    return new Reject<>(null, null, cause);
  }

  /** The event may be stored. */
  record Accept<R, M>(@Nullable M meta) implements Decision<R, M> {

    /** The same decision, passing on {@code newMeta}. It is stored with the event. */
    public <S, N> Accept<S, N> withMeta(N newMeta) {
      return new Accept<>(newMeta);
    }
  }

  /**
   * The event must not be stored.
   *
   * @param reason null only where the validator threw
   * @param cause what the validator threw; null where it decided
   */
  record Reject<R, M>(@Nullable R reason, @Nullable M meta, @Nullable Throwable cause)
      implements Decision<R, M> {

    public Reject {
      if ((reason == null) == (cause == null)) {
        throw new IllegalArgumentException(
            "a rejection has either a reason or a cause, found "
                + (reason == null ? "neither" : "both"));
      }
    }

    /** The same decision, passing on {@code newMeta}. */
    public <N> Reject<R, N> withMeta(N newMeta) {
      return new Reject<>(reason, newMeta, cause);
    }
  }
}

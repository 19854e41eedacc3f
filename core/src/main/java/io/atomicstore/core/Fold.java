package io.atomicstore.core;

/**
 * What an application needs to know of the events of a scope, folded into one value.
 *
 * <p>States are kept and used again, so they must be immutable: {@link #apply} makes a new one.
 * Both methods depend on nothing but their arguments, and do not block. Called from many threads,
 * for different scopes at the same time.
 *
 * @param <S> the state of a scope
 * @param <E> the application's events
 */
public interface Fold<S, E> {

  /** The state of a scope without events. */
  S initial(ScopeId scopeId);

  /** The state after one event more; {@code state} stays as it is. */
  S apply(S state, E event);

  /**
   * About how many bytes of memory a state takes, for the bound on all states together; 1,024
   * unless overridden.
   */
  default long weightBytes(S state) {
    return 1024;
  }
}

package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;

/** The event of the load programs: 256 bytes when stored, the number of its scope included. */
final class LoadEvent {

  static final int BYTES = 256;

  private final int scope;
  private final ScopeId scopeId;
  private final byte[] bytes;

  /**
   * An event of a scope.
   *
   * @param bytes what is stored; not copied, and not to be changed any more
   */
  LoadEvent(int scope, ScopeId scopeId, byte[] bytes) {
    this.scope = scope;
    this.scopeId = scopeId;
    this.bytes = bytes;
  }

  int scope() {
    return scope;
  }

  ScopeId scopeId() {
    return scopeId;
  }

  byte[] bytes() {
    return bytes;
  }
}

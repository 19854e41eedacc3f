package io.atomicstore.benchmarks;

import io.atomicstore.core.ScopeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

  /** A new event of a scope. */
  static LoadEvent of(int scope, ScopeId scopeId) {
    byte[] name = scopeId.value().getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(BYTES).putInt(scope).put((byte) name.length).put(name).array();
    return new LoadEvent(scope, scopeId, bytes);
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

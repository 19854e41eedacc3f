package io.atomicstore.server.http;

import io.atomicstore.core.ScopeId;

/** Where things are, relative to the node. */
final class Uris {

  private Uris() {}

  static String scope(ScopeId scopeId) {
    return "/scopes/" + Percent.encode(scopeId.value());
  }

  static String events(ScopeId scopeId) {
    return scope(scopeId) + "/events";
  }

  static String event(ScopeId scopeId, long sequenceNr) {
    return events(scopeId) + "/" + sequenceNr;
  }
}

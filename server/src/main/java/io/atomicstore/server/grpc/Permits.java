package io.atomicstore.server.grpc;

import io.atomicstore.core.ScopeId;
import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Verb;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** Lets nobody do over gRPC what their token does not permit: what throws here ends the call. */
final class Permits {

  private Permits() {}

  static StatusRuntimeException refusal(AccessDenied denied) {
    Status status =
        denied.kind().isAuthenticated() ? Status.PERMISSION_DENIED : Status.UNAUTHENTICATED;
    return new StatusRuntimeException(status.withDescription(denied.message()));
  }

  /** Returns the scope, if the caller may do this in it. */
  static ScopeId to(Verb verb, String scopeId) {
    ScopeId scope = new ScopeId(scopeId);
    throwIf(AccessInterceptor.access().denial(verb, scope));
    return scope;
  }

  /** The caller may do this in some scope. */
  static void to(Verb verb) {
    throwIf(AccessInterceptor.access().denial(verb));
  }

  /** The caller may do this in all scopes. */
  static void toEverywhere(Verb verb) {
    throwIf(AccessInterceptor.access().denialOfEverything(verb));
  }

  /** Returns the value, as long as whoever holds {@code access} may do this. */
  static <T> T stillTo(Access access, Verb verb, ScopeId scopeId, T value) {
    if (!access.permits(verb, scopeId)) {
      throwIf(access.denial(verb, scopeId));
    }
    return value;
  }

  /** Returns the value, as long as {@code access} is good for anything. */
  static <T> T stillAdmitted(Access access, T value) {
    throwIf(access.ended());
    return value;
  }

  private static void throwIf(@Nullable AccessDenied denied) {
    if (denied != null) {
      throw refusal(denied);
    }
  }
}

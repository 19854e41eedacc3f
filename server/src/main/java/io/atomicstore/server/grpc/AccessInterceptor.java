package io.atomicstore.server.grpc;

import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Admittance;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.Objects;

/**
 * Admits callers by their token. Whether the node is well may be asked by everybody, since whoever
 * watches it has no token.
 */
final class AccessInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Access> ACCESS = Context.key("access");

  private final AccessControl control;

  AccessInterceptor(AccessControl control) {
    this.control = control;
  }

  /** What the caller of the method that runs on this thread may do. */
  static Access access() {
    return Objects.requireNonNull(ACCESS.get(), "a call came past the interceptor");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HealthGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    Admittance admittance = control.admit(headers.get(AUTHORIZATION));
    if (admittance instanceof Access access) {
      return Contexts.interceptCall(
          Context.current().withValue(ACCESS, access), call, headers, next);
    }
    call.close(Permits.refusal((AccessDenied) admittance).getStatus(), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}

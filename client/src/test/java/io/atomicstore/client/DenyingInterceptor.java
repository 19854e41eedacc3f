package io.atomicstore.client;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Lets nobody in. */
final class DenyingInterceptor implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    call.close(Status.PERMISSION_DENIED.withDescription("not by you"), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}

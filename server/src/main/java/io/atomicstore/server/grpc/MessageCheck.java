package io.atomicstore.server.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls whose bytes are no message, and says so to the caller. gRPC by itself would blame the
 * service, and log each of them with a stack.
 */
final class MessageCheck {

  private MessageCheck() {}

  /** The same service, but for what becomes of such calls. */
  static ServerServiceDefinition of(BindableService service) {
    ServerServiceDefinition unchecked = service.bindService();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(unchecked.getServiceDescriptor().getName())
            .setSchemaDescriptor(unchecked.getServiceDescriptor().getSchemaDescriptor());
    var methods = unchecked.getMethods().stream().map(MessageCheck::checked).toList();
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    var checked = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(checked::addMethod);
    return checked.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> checked(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
    Parsing<Q> parsing = new Parsing<>(descriptor.getRequestMarshaller());
    MethodDescriptor<Q, A> checked =
        descriptor.toBuilder(parsing, descriptor.getResponseMarshaller()).build();
    return ServerMethodDefinition.create(
        checked, new Handler<>(parsing, method.getServerCallHandler()));
  }

  /** Parses what is no message as one certain instance, known by its identity. */
  private static final class Parsing<Q> implements MethodDescriptor.Marshaller<Q> {

    private final MethodDescriptor.Marshaller<Q> marshaller;
    private final Q noMessage;

    Parsing(MethodDescriptor.Marshaller<Q> marshaller) {
      this.marshaller = marshaller;
      // Not the default instance, which may well be sent.
      this.noMessage =
          Objects.requireNonNull(marshaller.parse(new ByteArrayInputStream(UNKNOWN_FIELD)));
    }

    @Override
    public InputStream stream(Q message) {
      return marshaller.stream(message);
    }

    @Override
    public Q parse(InputStream bytes) {
      try {
        return marshaller.parse(bytes);
      } catch (StatusRuntimeException e) {
        return noMessage;
      }
    }

    boolean isMessage(Q parsed) {
      return parsed != noMessage;
    }
  }

  /** Field 19,999, which Protobuf reserves, with the value 0. */
  private static final byte[] UNKNOWN_FIELD = {(byte) 0xf8, (byte) 0xe1, 0x09, 0};

  /** Closed by the service and by the check, whichever comes first. */
  private static final class ClosedOnce<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final AtomicBoolean isClosed = new AtomicBoolean();

    ClosedOnce(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (isClosed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }
  }

  private record Handler<Q, A>(Parsing<Q> parsing, ServerCallHandler<Q, A> handler)
      implements ServerCallHandler<Q, A> {

    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, A> started, Metadata headers) {
      ServerCall<Q, A> call = new ClosedOnce<>(started);
      return new SimpleForwardingServerCallListener<>(handler.startCall(call, headers)) {

        private boolean isEnded;

        @Override
        public void onMessage(Q message) {
          if (isEnded) {
            return;
          }
          if (parsing.isMessage(message)) {
            super.onMessage(message);
            return;
          }
          isEnded = true;
          // A call takes one thing at a time: first the service is to send nothing more.
          super.onCancel();
          call.close(
              Status.INVALID_ARGUMENT.withDescription(
                  "expected a message of "
                      + call.getMethodDescriptor().getFullMethodName()
                      + ", found bytes that are none"),
              new Metadata());
        }

        @Override
        public void onHalfClose() {
          if (!isEnded) {
            super.onHalfClose();
          }
        }

        @Override
        public void onCancel() {
          if (!isEnded) {
            super.onCancel();
          }
        }
      };
    }
  }
}

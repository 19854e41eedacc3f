package io.atomicstore.benchmarks;

import io.atomicstore.protocol.AtomicStoreGrpc;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.Hello;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Originators over gRPC that have said hello. */
final class IdleOverGrpc implements IdleConnections.Kind {

  @Override
  public List<AutoCloseable> connect(ServerProcess node, int count) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    CountDownLatch welcomed = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", node.port()).usePlaintext().build();
      open.add(channel::shutdownNow);
      AtomicStoreGrpc.newStub(channel)
          .originate(new Welcomed(welcomed))
          .onNext(
              AtomicStoreMessage.newBuilder()
                  .setHello(
                      Hello.newBuilder()
                          .setHeartbeatIntervalMillis(IdleConnections.HEARTBEAT_MILLIS))
                  .build());
    }
    if (!welcomed.await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(welcomed.getCount() + " connections were not welcomed");
    }
    return open;
  }

  private record Welcomed(CountDownLatch latch) implements StreamObserver<AtomicStoreMessage> {

    @Override
    public void onNext(AtomicStoreMessage message) {
      latch.countDown();
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }
}

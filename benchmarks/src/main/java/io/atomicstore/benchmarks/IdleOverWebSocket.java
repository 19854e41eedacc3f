package io.atomicstore.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Originators over WebSocket that have said hello. */
final class IdleOverWebSocket implements IdleConnections.Kind {

  private static final String HELLO =
      "{\"hello\": {\"heartbeatIntervalMillis\": " + IdleConnections.HEARTBEAT_MILLIS + "}}";

  @Override
  public List<AutoCloseable> connect(ServerProcess node, int count) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    URI uri = URI.create("ws://127.0.0.1:" + node.httpPort() + "/originate");
    List<AutoCloseable> open = new ArrayList<>();
    CountDownLatch welcomed = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(uri, new Welcomed(welcomed))
              .get(1, TimeUnit.MINUTES);
      open.add(socket::abort);
      socket.sendText(HELLO, true).get(1, TimeUnit.MINUTES);
    }
    if (!welcomed.await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(welcomed.getCount() + " connections were not welcomed");
    }
    return open;
  }

  private record Welcomed(CountDownLatch latch) implements WebSocket.Listener {

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
      latch.countDown();
      from.request(1);
      return null;
    }
  }
}

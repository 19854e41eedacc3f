package io.atomicstore.server.http;

import com.google.protobuf.ByteString;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.StoreIfValid;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import io.atomicstore.server.conversation.Event;
import java.util.ArrayList;
import java.util.List;

/** Stores many events without going over the network. */
final class BulkStore {

  private static final int TOGETHER = 500;

  private BulkStore() {}

  /** Events {@code {"n": 1}} and so on, in a log that is empty. */
  static void store(HttpNode node, String scope, int events) {
    EventHeader json = EventHeader.newBuilder().setContentType("application/json").build();
    for (int stored = 0; stored < events; ) {
      List<Event> together = new ArrayList<>();
      for (int i = 0; i < Math.min(TOGETHER, events - stored); i++) {
        together.add(
            new Event(
                new ScopeId(scope),
                json,
                ByteString.copyFromUtf8("{\"n\": " + (stored + i + 1) + "}")));
      }
      Result<Event, String, Meta> result =
          HttpNode.get(node.store().storeIfUnchanged(StoreIfValid.ofAll(together), stored));
      if (!result.wasAccepted()) {
        throw new AssertionError("expected the events to be stored, found " + result);
      }
      stored += together.size();
    }
  }
}

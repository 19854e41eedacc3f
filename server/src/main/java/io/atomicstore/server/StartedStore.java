package io.atomicstore.server;

import io.atomicstore.engine.AtomicStore;
import io.atomicstore.server.conversation.Event;
import org.apache.pekko.actor.ActorSystem;

/** Starts the engine as a node's settings have it. */
final class StartedStore {

  private StartedStore() {}

  static AtomicStore<Event, String> of(ServerSettings settings, ActorSystem system) {
    ServerSettings.Logs logs = settings.logs();
    ServerSettings.Conversations conversations = settings.conversations();
    return AtomicStore.builder(Event.class, Event::scopeId, conversations.timeoutReason())
        .plugins("atomic-store.rocksdb")
        .limits(settings.logLimits())
        .submissionTimeout(conversations.submissionTimeout())
        .tailBytesMax(logs.tailBytesMax())
        .pageBytesMax(logs.pageBytesMax())
        .snapshotEvents(logs.snapshotEvents())
        .liveLogsMax(logs.liveLogsMax())
        .idleTimeout(logs.idleTimeout())
        .start(system);
  }
}

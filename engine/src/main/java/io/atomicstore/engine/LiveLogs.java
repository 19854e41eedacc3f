package io.atomicstore.engine;

import io.atomicstore.core.ScopeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** The logs in memory, in the order they were last used. */
final class LiveLogs {

  /** A log in memory, and the messages that came for it after it was told to stop. */
  static final class LiveLog {

    private record Kept(Object message, ActorRef sender) {}

    private final ActorRef ref;
    private long usedInSweep;
    private @Nullable ArrayDeque<Kept> kept;

    private LiveLog(ActorRef ref) {
      this.ref = ref;
    }

    ActorRef ref() {
      return ref;
    }

    boolean isStopping() {
      return kept != null;
    }

    /** Keeps a message for the time after the log has ended; false if there are {@code max}. */
    boolean keep(Object message, ActorRef sender, int max) {
      if (kept == null || kept.size() >= max) {
        return false;
      }
      kept.addLast(new Kept(message, sender));
      return true;
    }

    boolean hasKept() {
      return kept != null && !kept.isEmpty();
    }

    void forwardKept(ActorRef reopened) {
      takeKept(reopened::tell);
    }

    /** Hands over what was kept, in order. */
    void takeKept(BiConsumer<Object, ActorRef> receiver) {
      while (kept != null && !kept.isEmpty()) {
        Kept next = kept.removeFirst();
        receiver.accept(next.message(), next.sender());
      }
    }
  }

  private final int max;
  private final int sweepsPerIdleTimeout;
  private final LinkedHashMap<ScopeId, LiveLog> logs = new LinkedHashMap<>(16, 0.75f, true);
  private long sweeps;
  private int stopping;

  LiveLogs(int max, int sweepsPerIdleTimeout) {
    this.max = max;
    this.sweepsPerIdleTimeout = sweepsPerIdleTimeout;
  }

  /** The log of that scope, if it is in memory; counts as a use. */
  @Nullable LiveLog find(ScopeId scopeId) {
    LiveLog log = logs.get(scopeId);
    if (log != null) {
      log.usedInSweep = sweeps;
    }
    return log;
  }

  void add(ScopeId scopeId, ActorRef ref) {
    LiveLog log = new LiveLog(ref);
    log.usedInSweep = sweeps;
    logs.put(scopeId, log);
  }

  @Nullable LiveLog remove(ScopeId scopeId) {
    LiveLog removed = logs.remove(scopeId);
    if (removed != null && removed.isStopping()) {
      stopping--;
    }
    return removed;
  }

  /** The logs to stop, because there are more than the maximum: those used least recently. */
  List<LiveLog> overMax() {
    int excess = logs.size() - stopping - max;
    List<LiveLog> chosen = new ArrayList<>(Math.max(excess, 0));
    Iterator<LiveLog> eldestFirst = logs.values().iterator();
    while (chosen.size() < excess && eldestFirst.hasNext()) {
      LiveLog log = eldestFirst.next();
      if (!log.isStopping()) {
        chosen.add(log);
      }
    }
    return chosen;
  }

  /** The logs to stop, because nobody has used them for the idle timeout. */
  List<LiveLog> sweep() {
    sweeps++;
    List<LiveLog> chosen = new ArrayList<>();
    for (Map.Entry<ScopeId, LiveLog> entry : logs.entrySet()) {
      LiveLog log = entry.getValue();
      if (sweeps - log.usedInSweep <= sweepsPerIdleTimeout) {
        break;
      }
      if (!log.isStopping()) {
        chosen.add(log);
      }
    }
    return chosen;
  }

  /** Marks a log as stopping: what comes for it is kept from now on. */
  void stop(LiveLog log) {
    log.kept = new ArrayDeque<>(1);
    stopping++;
  }

  List<LiveLog> all() {
    return List.copyOf(logs.values());
  }

  Set<ScopeId> scopeIds() {
    return Set.copyOf(logs.keySet());
  }

  boolean isEmpty() {
    return logs.isEmpty();
  }
}

package io.atomicstore.journal.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomicstore.journal.rocksdb.WriteCommand.AppendEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells live queries that something they watch was stored. The writing thread sets a flag, and
 * wakes only a query that has come to the end of what there is: a slow reader costs the writer one
 * flag a commit and holds nothing in memory.
 */
final class CommitNotifier {

  private final Map<Topic, Set<Subscription>> subscriptions = new ConcurrentHashMap<>();

  /** What a query can watch. */
  sealed interface Topic {
    /** Every event of the store. */
    record AllEvents() implements Topic {}

    /** The beginning of logs. */
    record NewLogs() implements Topic {}

    /** The events of one log. */
    record OfLog(String persistenceId) implements Topic {}

    /** The events with one tag. */
    record OfTag(String tag) implements Topic {}
  }

  /** One query's watch over a topic. */
  final class Subscription implements AutoCloseable {
    private final Topic topic;
    private final Runnable wake;
    private final AtomicBoolean hasNews = new AtomicBoolean();
    private final AtomicBoolean isAsleep = new AtomicBoolean();

    private Subscription(Topic topic, Runnable wake) {
      this.topic = topic;
      this.wake = wake;
    }

    /** To be called before looking: what is stored from here on is news. */
    void beginLooking() {
      isAsleep.set(false);
      hasNews.set(false);
    }

    /**
     * To be called after finding nothing.
     *
     * @return false if there is news already, so that it is worth looking again; else the query is
     *     woken by the next
     */
    boolean fallAsleep() {
      isAsleep.set(true);
      return !(hasNews.get() && isAsleep.compareAndSet(true, false));
    }

    /** Ends the watch. */
    @Override
    public void close() {
      subscriptions.computeIfPresent(
          topic,
          (key, set) -> {
            set.remove(this);
            return set.isEmpty() ? null : set;
          });
    }

    private void notifyOfNews() {
      hasNews.set(true);
      if (isAsleep.compareAndSet(true, false)) {
        wake.run();
      }
    }
  }

  /**
   * Watches a topic.
   *
   * @param wake called by the writing thread; must return at once
   */
  Subscription subscribe(Topic topic, Runnable wake) {
    Subscription subscription = new Subscription(topic, wake);
    subscriptions.compute(
        topic,
        (key, set) -> {
          Set<Subscription> watching = set == null ? ConcurrentHashMap.newKeySet() : set;
          watching.add(subscription);
          return watching;
        });
    return subscription;
  }

  /** Called by the writing thread when events are durable. */
  void committed(List<AppendEvents> appended, boolean hasNewLog) {
    if (subscriptions.isEmpty() || appended.isEmpty()) {
      return;
    }
    news(new Topic.AllEvents());
    if (hasNewLog) {
      news(new Topic.NewLogs());
    }
    for (AppendEvents append : appended) {
      news(new Topic.OfLog(append.persistenceId));
      for (PreparedEvent event : append.events) {
        for (byte[] tag : event.tags) {
          news(new Topic.OfTag(new String(tag, UTF_8)));
        }
      }
    }
  }

  private void news(Topic topic) {
    subscriptions.getOrDefault(topic, Set.of()).forEach(Subscription::notifyOfNews);
  }
}

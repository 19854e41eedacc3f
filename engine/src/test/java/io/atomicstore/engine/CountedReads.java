package io.atomicstore.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.persistence.journal.EventSeq;
import org.apache.pekko.persistence.journal.ReadEventAdapter;

/** Counts the events that are read from the journal on RocksDB, for whomever. */
public final class CountedReads implements ReadEventAdapter {

  private static final AtomicLong COUNT = new AtomicLong();

  /** Settings of an actor system whose reads are counted, from 0, and few are read at a time. */
  static Config onRocksDb(Path directory, int pageEventsMax) {
    COUNT.set(0);
    String journal = "atomic-store.rocksdb.journal.";
    return ConfigFactory.parseMap(
            Map.of(
                "atomic-store.rocksdb.page-events-max",
                pageEventsMax,
                journal + "event-adapters.counted",
                CountedReads.class.getName(),
                journal + "event-adapter-bindings",
                Map.of("\"" + StoredRecord.class.getName() + "\"", "counted")))
        .withFallback(StoreUnderTest.onRocksDb(directory));
  }

  static long count() {
    return COUNT.get();
  }

  @Override
  public EventSeq fromJournal(Object event, String manifest) {
    COUNT.incrementAndGet();
    return EventSeq.single(event);
  }
}

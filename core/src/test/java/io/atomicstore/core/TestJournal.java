package io.atomicstore.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of a test: what is durable, and what is being written, submission by submission. */
final class TestJournal {

  private record Written(AcceptedId id, ProspectiveEvent<String> event, @Nullable Long meta) {}

  private final List<Written> durable = new ArrayList<>();
  private final List<Written> beingWritten = new ArrayList<>();

  void write(Effect.Write<String, String, Long, String> write) {
    ProspectiveEvent<String> event = write.submission().prospectiveEvent();
    AcceptedId id =
        new AcceptedId(
            write.past().sequenceNr() + 1,
            event.eventId(),
            write.submission().fingerprint(),
            event.events().size());
    beingWritten.add(new Written(id, event, write.meta()));
  }

  /** Everything up to this event becomes durable, if it was not. */
  void becomeDurable(long sequenceNr) {
    while (!beingWritten.isEmpty() && beingWritten.get(0).id().lastSequenceNr() <= sequenceNr) {
      durable.add(beingWritten.remove(0));
    }
  }

  /** The first {@code survivors} of the writes under way were durable, the others are lost. */
  void crash(int survivors) {
    durable.addAll(beingWritten.subList(0, survivors));
    beingWritten.clear();
  }

  /** Tells a log that is being opened what follows {@code afterSequenceNr}. */
  void tell(EventLog<String, String, Long, String> rules, long afterSequenceNr) {
    for (Written written : durable) {
      if (written.id().sequenceNr() > afterSequenceNr) {
        rules.recovered(written.id(), written.event().sealsLog());
      }
    }
  }

  @Nullable AcceptedId find(EventId eventId) {
    return durable.stream()
        .map(Written::id)
        .filter(id -> id.eventId().equals(eventId))
        .findFirst()
        .orElse(null);
  }

  @Nullable Long metaAt(long sequenceNr) {
    for (Written written : durable) {
      if (written.id().sequenceNr() == sequenceNr) {
        return written.meta();
      }
    }
    throw new AssertionError("no submission begins with sequence number " + sequenceNr);
  }

  List<String> events() {
    return durable.stream().flatMap(written -> written.event().events().stream()).toList();
  }

  LogPrefix prefix() {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (Written written : durable) {
      for (int i = 0; i < written.id().events(); i++) {
        prefix = prefix.followedBy(written.id().eventId());
      }
    }
    return prefix;
  }

  int eventsBeingWritten() {
    return beingWritten.stream().mapToInt(written -> written.id().events()).sum();
  }
}

package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The journal of a {@link RealLog}: submissions in order, some first part of which is durable. */
final class TextJournal {

  private record Written(
      AcceptedId id,
      ProspectiveEvent<String> event,
      @Nullable List<String> meta,
      boolean isFromBefore) {}

  private final List<Written> durable = new ArrayList<>();
  private final List<Written> beingWritten = new ArrayList<>();
  private List<String> all = List.of();
  private List<String> durableTexts = List.of();

  TextJournal copy() {
    TextJournal copy = new TextJournal();
    copy.durable.addAll(durable);
    copy.beingWritten.addAll(beingWritten);
    copy.noteTexts();
    return copy;
  }

  /** An event that was there before the history begins. */
  void begin(String text) {
    ProspectiveEvent<String> event = ProspectiveEvent.of(TextFold.SCOPE, TextFold.idOf(text), text);
    AcceptedId id = new AcceptedId(durable.size() + 1L, event.eventId(), event.hashCode(), 1);
    durable.add(new Written(id, event, null, true));
    noteTexts();
  }

  void write(Effect.Write<String, String, List<String>, Integer> write) {
    ProspectiveEvent<String> event = write.submission().prospectiveEvent();
    AcceptedId id =
        new AcceptedId(
            write.past().sequenceNr() + 1,
            event.eventId(),
            write.submission().fingerprint(),
            event.events().size());
    beingWritten.add(new Written(id, event, write.meta(), false));
    noteTexts();
  }

  /** So many submissions at most become durable; returns whether any did. */
  boolean becomeDurable(int max) {
    List<Written> first = beingWritten.subList(0, Math.min(max, beingWritten.size()));
    boolean isAny = !first.isEmpty();
    durable.addAll(first);
    first.clear();
    noteTexts();
    return isAny;
  }

  void crash(int survivors) {
    durable.addAll(beingWritten.subList(0, survivors));
    beingWritten.clear();
    noteTexts();
  }

  private void noteTexts() {
    durableTexts = texts(durable);
    List<String> texts = new ArrayList<>(durableTexts);
    texts.addAll(texts(beingWritten));
    all = texts;
  }

  private static List<String> texts(List<Written> submissions) {
    return submissions.stream().flatMap(written -> written.event().events().stream()).toList();
  }

  /** How many submissions are being written. */
  int beingWritten() {
    return beingWritten.size();
  }

  List<String> all() {
    return all;
  }

  List<String> durable() {
    return durableTexts;
  }

  @Nullable AcceptedId find(EventId eventId) {
    for (Written written : durable) {
      if (written.id().eventId().equals(eventId)) {
        return written.id();
      }
    }
    return null;
  }

  @Nullable List<String> metaAt(long sequenceNr) {
    for (Written written : durable) {
      if (written.id().sequenceNr() == sequenceNr) {
        return written.meta();
      }
    }
    throw new AssertionError("no durable submission begins at " + sequenceNr);
  }

  LogSummary summaryWithoutHash() {
    EventId highest = null;
    for (Written written : durable) {
      highest = EventId.higher(highest, written.id().eventId());
    }
    return highest == null
        ? LogSummary.EMPTY
        : new LogSummary(
            LogPrefix.ofDurable(durableTexts.size()),
            highest,
            durable.get(durable.size() - 1).event().sealsLog());
  }

  void tell(EventLog<String, String, List<String>, Integer> rules, long afterSequenceNr) {
    for (Written written : durable) {
      if (written.id().sequenceNr() > afterSequenceNr) {
        rules.recovered(written.id(), written.event().sealsLog());
      }
    }
  }

  /** Each decision that is stored is the one to take on exactly the events before it. */
  void check() {
    List<String> past = new ArrayList<>();
    Set<EventId> ids = new HashSet<>();
    for (Written written : durable) {
      assertThat(ids.add(written.id().eventId())).as("stored once").isTrue();
      assertThat(written.id().sequenceNr()).as("no gaps").isEqualTo(past.size() + 1L);
      if (!written.isFromBefore()) {
        assertThat(new Decision.Accept<String, List<String>>(written.meta()))
            .isEqualTo(new TextFold().decide(past, written.event()));
      }
      past.addAll(written.event().events());
    }
  }
}

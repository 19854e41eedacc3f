package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.RecordedResult;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.testkit.javadsl.TestKit;

/** An actor that says each message of the protocol itself. The log of most tests is "lot". */
final class OriginatorByHand {

  static final ScopeId LOT = new ScopeId("lot");

  private final StoreUnderTest test;
  private final TestKit kit;

  OriginatorByHand(StoreUnderTest test) {
    this.test = test;
    this.kit = test.originator();
  }

  /** A submission of one event. */
  static StoreIfValid<Note> note(String text) {
    return StoreIfValid.of(Note.of("lot", text));
  }

  /** A submission of several events. */
  static StoreIfValid<Note> notes(String... texts) {
    return StoreIfValid.ofAll(
        IntStream.range(0, texts.length).mapToObj(i -> Note.of("lot", texts[i])).toList());
  }

  void send(Object message) {
    test.receptionist().tell(message, kit.getRef());
  }

  <T> T expect(Class<T> messageClass) {
    return kit.expectMsgClass(StoreUnderTest.PATIENCE, messageClass);
  }

  @SuppressWarnings("unchecked")
  ValidationRequest<Note> expectRequest() {
    return expect(ValidationRequest.class);
  }

  @SuppressWarnings("unchecked")
  Result<Note, Reason, ?> expectResult() {
    return expect(Result.class);
  }

  /** Submits, and takes the request. */
  ValidationRequest<Note> ask(StoreIfValid<Note> submission) {
    send(submission);
    return expectRequest();
  }

  /** Submits what nobody has to be asked about, and takes the result. */
  Result<Note, Reason, ?> submit(StoreIfValid<Note> submission) {
    send(submission);
    return expectResult();
  }

  /** Responds, and takes the result. */
  Result<Note, Reason, ?> respond(ValidationResponse<?, ?> response) {
    send(response);
    return expectResult();
  }

  /** Submits, and says yes whatever the past. */
  Result.Accepted<Note, Reason, ?> accept(StoreIfValid<Note> submission) {
    return (Result.Accepted<Note, Reason, ?>) respond(ask(submission).accept());
  }

  /**
   * Why the log can't be opened, which is not that it was on its way out when this was submitted.
   */
  String causeOfClosedLog(StoreIfValid<Note> submission) {
    String cause;
    int attempts = 0;
    do {
      send(submission);
      cause = expect(Result.Unavailable.class).cause();
    } while (cause.contains("ended before it read") && ++attempts < 100);
    return cause;
  }

  /**
   * Stores events, each under an id of its own and durable before the next is submitted, so that
   * the log keeps no more in memory than it must. The log has to end at {@code afterSequenceNr}.
   */
  List<EventId> store(long afterSequenceNr, int events, String text) {
    List<EventId> ids = new ArrayList<>();
    for (long end = afterSequenceNr; end < afterSequenceNr + events; end++) {
      StoreIfValid<Note> submission = note(text + (end + 1)).withExpectedSequenceNr(end);
      assertThat(submit(submission)).extracting("sequenceNr").isEqualTo(end + 1);
      ids.add(submission.eventId());
    }
    return ids;
  }

  /** What a log is up to after these events, which follow each other. */
  static LogPrefix prefixOf(List<EventId> ids) {
    LogPrefix prefix = LogPrefix.EMPTY;
    for (EventId id : ids) {
      prefix = prefix.followedBy(id);
    }
    return prefix;
  }

  @SuppressWarnings("unchecked")
  PastEvents<Note> page(GetPastEvents get) {
    send(get);
    PastEventsPage<Note> answer = expect(PastEventsPage.class);
    assertThat(answer.token()).isEqualTo(get.token());
    assertThat(answer.scopeId()).isEqualTo(get.scopeId());
    return answer.page();
  }

  /** All pages of the past that a request is to be judged on, the first as the request has it. */
  List<PastEvents<Note>> pages(ValidationRequest<Note> request) {
    List<PastEvents<Note>> pages = new ArrayList<>(List.of(request.pastEvents()));
    long lastSequenceNr = request.pastEvents().lastSequenceNr();
    while (lastSequenceNr < request.past().sequenceNr()) {
      PastEvents<Note> page = page(request.pastEventsAfter(lastSequenceNr));
      assertThat(page.events()).isNotEmpty();
      pages.add(page);
      lastSequenceNr = page.lastSequenceNr();
    }
    return pages;
  }

  static List<String> texts(List<StoredEvent<Note>> events) {
    return events.stream().map(stored -> stored.event().text()).toList();
  }

  static List<Long> sequenceNrs(List<StoredEvent<Note>> events) {
    return events.stream().map(StoredEvent::sequenceNr).toList();
  }

  QueriedEvents<Note> query(QueryEvents query) {
    send(query.inScope(LOT));
    return expectQueried();
  }

  @SuppressWarnings("unchecked")
  QueriedEvents<Note> expectQueried() {
    return expect(QueriedEvents.class);
  }

  RecordedResult<?, ?> resultOf(EventId id) {
    send(new GetResult(id).inScope(LOT));
    GotResult<?, ?> got = expect(GotResult.class);
    assertThat(got.eventId()).isEqualTo(id);
    return got.result();
  }

  /** Whether no message has come since the last one that was expected. */
  boolean hasHeardNothing() {
    return !kit.msgAvailable();
  }
}

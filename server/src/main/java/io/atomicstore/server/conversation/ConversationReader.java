package io.atomicstore.server.conversation;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.atomicstore.core.Decision;
import io.atomicstore.core.EventId;
import io.atomicstore.core.Judgement;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.Decided;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.Meta;
import io.atomicstore.protocol.StoreIfValid;
import io.atomicstore.protocol.ValidationResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what originators send. What can't be right is an {@link IllegalArgumentException} that says
 * what was expected and what was found.
 */
final class ConversationReader {

  private static final int TOKEN_LENGTH = 32;
  private static final Duration TIMEOUT_MAX = Duration.ofDays(365);

  /** Of reason, cause and meta: whoever gets the result must be able to take it. */
  private static final int DECISION_BYTES_MAX = 64 << 10;

  private final EdgeLimits limits;

  ConversationReader(EdgeLimits limits) {
    this.limits = limits;
  }

  /**
   * @param known whether the originator keeps what it is shown
   */
  io.atomicstore.engine.StoreIfValid<Event> submission(StoreIfValid message, boolean known) {
    io.atomicstore.engine.StoreIfValid<Event> submission =
        new io.atomicstore.engine.StoreIfValid<>(
            events(message),
            EventId.parse(message.getEventId()),
            timeout(message.getTimeoutMillis()),
            judgement(message),
            message.getSealsLog(),
            known);
    return submission;
  }

  private List<Event> events(StoreIfValid message) {
    ScopeId scopeId = new ScopeId(message.getScopeId());
    int count = message.getEventsCount();
    int headers = message.getHeadersCount();
    if (headers != 0 && headers != count) {
      throw new IllegalArgumentException(
          "expected no header, or one for each of " + count + " events, found " + headers);
    }
    checkBytes(message);
    if (count == 1) {
      EventHeader header = headers == 0 ? EventHeader.getDefaultInstance() : message.getHeaders(0);
      return List.of(event(scopeId, header, message.getEvents(0)));
    }
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      EventHeader header = headers == 0 ? EventHeader.getDefaultInstance() : message.getHeaders(i);
      events.add(event(scopeId, header, message.getEvents(i)));
    }
    return events;
  }

  private void checkBytes(StoreIfValid message) {
    long bytes = 0;
    for (ByteString event : message.getEventsList()) {
      bytes += event.size();
    }
    for (EventHeader header : message.getHeadersList()) {
      bytes += header.getSerializedSize();
    }
    if (bytes > limits.submissionBytesMax() && message.getEventsCount() > 1) {
      throw new IllegalArgumentException(
          "the events of a submission may have at most "
              + limits.submissionBytesMax()
              + " bytes with their headers, found "
              + bytes);
    }
  }

  private Event event(ScopeId scopeId, EventHeader header, ByteString payload) {
    if (payload.size() > limits.eventBytesMax()) {
      throw new IllegalArgumentException(
          "an event may have at most "
              + limits.eventBytesMax()
              + " bytes, found "
              + payload.size());
    }
    int headerBytes = header.getSerializedSize();
    if (headerBytes > limits.headerBytesMax()) {
      throw new IllegalArgumentException(
          "type, content type and metadata of an event may have at most "
              + limits.headerBytesMax()
              + " bytes, found "
              + headerBytes);
    }
    int entries = header.getMetadataCount();
    if (entries > limits.metadataEntriesMax()) {
      throw new IllegalArgumentException(
          "metadata of an event may have at most "
              + limits.metadataEntriesMax()
              + " entries, found "
              + entries);
    }
    return new Event(scopeId, header, payload);
  }

  private static @Nullable Duration timeout(long millis) {
    if (millis < 0 || millis > TIMEOUT_MAX.toMillis()) {
      throw new IllegalArgumentException(
          "timeout_millis must be 0 to " + TIMEOUT_MAX.toMillis() + ", found " + millis);
    }
    return millis == 0 ? null : Duration.ofMillis(millis);
  }

  private static Judgement<String, Meta> judgement(StoreIfValid message) {
    return switch (message.getJudgementCase()) {
      case KNOWN_SEQUENCE_NR ->
          new Judgement.Ask<>(LogPrefix.ofDurable(message.getKnownSequenceNr()));
      case DECIDED -> {
        Decided decided = message.getDecided();
        Words words =
            new Words(
                decided.getReason(),
                decided.getCause(),
                decided.hasMeta() ? decided.getMeta() : null);
        if (words.bytes() > DECISION_BYTES_MAX) {
          throw new IllegalArgumentException(tooLarge(words));
        }
        yield new Judgement.Decided<>(
            prefix(decided.getKnown()), decision(decided.getDidPass(), words));
      }
      case EXPECTED -> new Judgement.Expect<>(message.getExpected().getSequenceNr());
      case DELEGATED, JUDGEMENT_NOT_SET -> Judgement.ask();
    };
  }

  private static LogPrefix prefix(io.atomicstore.protocol.LogPrefix prefix) {
    return prefix.getSequenceNr() == 0
        ? LogPrefix.EMPTY
        : new LogPrefix(prefix.getSequenceNr(), prefix.getHash());
  }

  /** What is said with a decision. */
  private record Words(String reason, String cause, @Nullable Meta meta) {

    int bytes() {
      return CodedOutputStream.computeStringSizeNoTag(reason)
          + CodedOutputStream.computeStringSizeNoTag(cause)
          + (meta == null ? 0 : meta.getSerializedSize());
    }
  }

  private static String tooLarge(Words words) {
    return "reason, cause and meta of a decision may have at most "
        + DECISION_BYTES_MAX
        + " bytes together, found "
        + words.bytes();
  }

  private static Decision<String, Meta> decision(boolean didPass, Words words) {
    if (didPass) {
      return new Decision.Accept<>(words.meta());
    } else if (!words.reason().isEmpty()) {
      return new Decision.Reject<>(words.reason(), words.meta(), null);
    }
    String cause = words.cause().isEmpty() ? "the validator gave no reason" : words.cause();
    return new Decision.Reject<>(null, words.meta(), new ValidationFailedException(cause));
  }

  /** A decision that is too large to be passed on is none: the validation has failed. */
  Decision<String, Meta> decision(ValidationResponse response) {
    Words words =
        new Words(
            response.getReason(),
            response.getCause(),
            response.hasMeta() ? response.getMeta() : null);
    return words.bytes() > DECISION_BYTES_MAX
        ? Decision.failed(new ValidationFailedException(tooLarge(words)))
        : decision(response.getValidationDidPass(), words);
  }

  /** The text form of {@link ConversationWriter#token}. */
  static ValidationToken token(String text) {
    if (text.length() != TOKEN_LENGTH) {
      throw new IllegalArgumentException(
          "a token has " + TOKEN_LENGTH + " characters, found " + text.length());
    }
    return new ValidationToken(
        HexFormat.fromHexDigitsToLong(text, 0, TOKEN_LENGTH / 2),
        HexFormat.fromHexDigitsToLong(text, TOKEN_LENGTH / 2, TOKEN_LENGTH));
  }
}

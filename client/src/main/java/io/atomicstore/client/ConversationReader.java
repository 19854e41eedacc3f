package io.atomicstore.client;

import com.google.protobuf.ByteString;
import io.atomicstore.core.EventId;
import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.ScopeId;
import io.atomicstore.core.SequenceNr;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.PastEventsPage;
import io.atomicstore.protocol.StoredHeader;
import io.atomicstore.protocol.ValidationRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads what the store says of events. What can't be right is an {@link IllegalArgumentException}
 * that says what was expected and what was found.
 */
record ConversationReader<E>(EventFormat<E> format) {

  /** The events that somebody else submitted. */
  ProspectiveEvent<WireEvent<E>> prospectiveEvent(ValidationRequest request) {
    List<ByteString> bytes = request.getProspectiveEventsList();
    List<EventHeader> headers = request.getProspectiveHeadersList();
    if (!headers.isEmpty() && headers.size() != bytes.size()) {
      throw new IllegalArgumentException(
          "expected no header, or one for each of "
              + bytes.size()
              + " prospective events, found "
              + headers.size());
    }
    List<WireEvent<E>> events = new ArrayList<>(bytes.size());
    for (int i = 0; i < bytes.size(); i++) {
      EventHeader header = headers.isEmpty() ? EventHeader.getDefaultInstance() : headers.get(i);
      events.add(WireEvent.received(format, header, bytes.get(i)));
    }
    return new ProspectiveEvent<>(
        new ScopeId(request.getScopeId()),
        EventId.parse(request.getEventId()),
        events,
        request.getSealsLog());
  }

  /** The first page of the past. */
  PastEvents<WireEvent<E>> firstPage(ValidationRequest request) {
    return page(
        new ScopeId(request.getScopeId()),
        prefix(request.getAfter()),
        request.getPastEventsList(),
        request.getPastHeadersList());
  }

  PastEvents<WireEvent<E>> page(PastEventsPage page) {
    return page(
        new ScopeId(page.getScopeId()),
        prefix(page.getAfter()),
        page.getPastEventsList(),
        page.getPastHeadersList());
  }

  private PastEvents<WireEvent<E>> page(
      ScopeId scopeId, LogPrefix after, List<ByteString> bytes, List<StoredHeader> headers) {
    if (headers.size() != bytes.size()) {
      throw new IllegalArgumentException(
          "expected a header for each of "
              + bytes.size()
              + " past events, found "
              + headers.size());
    }
    List<StoredEvent<WireEvent<E>>> events = new ArrayList<>(bytes.size());
    for (int i = 0; i < bytes.size(); i++) {
      StoredHeader header = headers.get(i);
      events.add(stored(scopeId, after.sequenceNr() + i + 1, bytes.get(i), header));
    }
    return new PastEvents<>(after, List.copyOf(events));
  }

  /** An event of a log, as queries and subscriptions show it. */
  StoredEvent<WireEvent<E>> stored(io.atomicstore.protocol.StoredEvent event) {
    return stored(
        new ScopeId(event.getScopeId()),
        SequenceNr.ofEvent(event.getSequenceNr()),
        event.getEvent(),
        event.getHeader());
  }

  private StoredEvent<WireEvent<E>> stored(
      ScopeId scopeId, long sequenceNr, ByteString bytes, StoredHeader header) {
    return new StoredEvent<>(
        scopeId,
        sequenceNr,
        EventId.parse(header.getEventId()),
        Instant.ofEpochMilli(header.getStoredAtMillis()),
        WireEvent.received(format, header.getHeader(), bytes),
        header.getSealsLog());
  }

  static LogPrefix prefix(io.atomicstore.protocol.LogPrefix prefix) {
    return prefix.getSequenceNr() == 0
        ? LogPrefix.EMPTY
        : new LogPrefix(prefix.getSequenceNr(), prefix.getHash());
  }

  /** Names a validation in this process as the text, which is opaque, does in the protocol. */
  static ValidationToken token(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expected a token, found an empty text");
    }
    UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return new ValidationToken(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }
}

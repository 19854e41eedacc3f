package io.atomicstore.server.conversation;

import io.atomicstore.core.LogPrefix;
import io.atomicstore.core.PastEvents;
import io.atomicstore.core.StoredEvent;
import io.atomicstore.core.ValidationToken;
import io.atomicstore.protocol.AtomicStoreMessage;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.protocol.StoredHeader;
import io.atomicstore.protocol.ValidationRequest;
import java.util.HexFormat;
import java.util.List;

/** Writes what logs say to originators. */
public final class ConversationWriter {

  private ConversationWriter() {}

  static AtomicStoreMessage request(io.atomicstore.engine.ValidationRequest<Event> request) {
    List<Event> events = request.prospectiveEvent().events();
    ValidationRequest.Builder written =
        ValidationRequest.newBuilder()
            .setScopeId(request.scopeId().value())
            .setEventId(request.prospectiveEvent().eventId().toString())
            .setToken(token(request.token()))
            .setAfter(prefix(request.pastEvents().after()))
            .setPast(prefix(request.past()))
            .setSealsLog(request.prospectiveEvent().sealsLog());
    boolean hasHeaders = false;
    for (Event event : events) {
      written.addProspectiveEvents(event.payload());
      hasHeaders |= !event.header().equals(EventHeader.getDefaultInstance());
    }
    if (hasHeaders) {
      events.forEach(event -> written.addProspectiveHeaders(event.header()));
    }
    for (StoredEvent<Event> past : request.pastEvents().events()) {
      written.addPastEvents(past.event().payload());
      written.addPastHeaders(header(past));
    }
    return AtomicStoreMessage.newBuilder().setValidationRequest(written).build();
  }

  static AtomicStoreMessage page(io.atomicstore.engine.PastEventsPage<Event> page) {
    PastEvents<Event> past = page.page();
    io.atomicstore.protocol.PastEventsPage.Builder written =
        io.atomicstore.protocol.PastEventsPage.newBuilder()
            .setScopeId(page.scopeId().value())
            .setToken(token(page.token()))
            .setAfter(prefix(past.after()));
    for (StoredEvent<Event> event : past.events()) {
      written.addPastEvents(event.event().payload());
      written.addPastHeaders(header(event));
    }
    return AtomicStoreMessage.newBuilder().setPastEventsPage(written).build();
  }

  static AtomicStoreMessage tooLate(String scopeId, String token) {
    return AtomicStoreMessage.newBuilder()
        .setResponseTooLate(
            io.atomicstore.protocol.ResponseTooLate.newBuilder()
                .setScopeId(scopeId)
                .setToken(token))
        .build();
  }

  public static StoredHeader header(StoredEvent<Event> event) {
    StoredHeader.Builder header =
        StoredHeader.newBuilder()
            .setEventId(event.eventId().toString())
            .setStoredAtMillis(event.storedAt().toEpochMilli())
            .setSealsLog(event.sealsLog());
    EventHeader said = event.event().header();
    return said.equals(EventHeader.getDefaultInstance())
        ? header.build()
        : header.setHeader(said).build();
  }

  private static io.atomicstore.protocol.LogPrefix prefix(LogPrefix prefix) {
    return io.atomicstore.protocol.LogPrefix.newBuilder()
        .setSequenceNr(prefix.sequenceNr())
        .setHash(prefix.hash())
        .build();
  }

  /** 32 hexadecimal digits. */
  static String token(ValidationToken token) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(token.high()) + hex.toHexDigits(token.low());
  }
}

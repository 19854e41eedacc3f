package io.atomicstore.server.http;

import com.google.protobuf.ByteString;
import io.atomicstore.core.ScopeId;
import io.atomicstore.protocol.EventHeader;
import io.atomicstore.server.conversation.EdgeLimits;
import io.atomicstore.server.conversation.Event;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Reads the events of a request that stores some: its body alone, or a document of several. */
record PostedEvents(EdgeLimits limits) {

  static final String SEVERAL = "application/vnd.atomic-store.events+json";

  private static final String METADATA_PREFIX = "event-metadata-";

  /** What forms send, and curl where it is not told otherwise. */
  private static final List<String> REFUSED =
      List.of("application/x-www-form-urlencoded", "multipart/form-data");

  /**
   * Goes no further with a content type that is not taken.
   *
   * @return how many bytes the body may have
   */
  int bytesMax(HttpRequest request) {
    String contentType = contentType(request);
    if (REFUSED.contains(MediaType.withoutParameters(contentType))) {
      throw Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "expected the content type of the event, found "
                  + contentType
                  + ", which forms send, and curl -d; say for example curl --json, or"
                  + " -H 'Content-Type: application/json'")
          .asException();
    }
    return isSeveral(contentType) ? limits.jsonBytesMax() : limits.eventBytesMax();
  }

  private static boolean isSeveral(String contentType) {
    return MediaType.withoutParameters(contentType).equals(SEVERAL);
  }

  /** Empty if the request does not say. */
  private static String contentType(HttpRequest request) {
    String contentType = request.entity().getContentType().toString();
    return contentType.startsWith("none/none") ? "" : contentType;
  }

  /** One or more. */
  List<Event> read(HttpRequest request, ScopeId scopeId, byte[] body) {
    if (isSeveral(contentType(request))) {
      return new EventsDocument(limits, scopeId).read(body);
    }
    EventHeader.Builder header =
        EventHeader.newBuilder().setContentType(contentType(request)).setType(type(request));
    for (HttpHeader one : request.getHeaders()) {
      String name = one.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(METADATA_PREFIX)) {
        String key = name.substring(METADATA_PREFIX.length());
        if (key.isEmpty() || header.containsMetadata(key)) {
          throw Problem.badRequest("header '" + one.name() + "' must have a name of its own")
              .asException();
        }
        header.putMetadata(key, one.value());
      }
    }
    return List.of(checked(limits, new Event(scopeId, header.build(), ByteString.copyFrom(body))));
  }

  private static String type(HttpRequest request) {
    String type = Call.header(request, "event-type");
    return type == null ? "" : type;
  }

  /** The event, if it is within the limits. */
  static Event checked(EdgeLimits limits, Event event) {
    EventHeader header = event.header();
    check("bytes of an event", event.payload().size(), limits.eventBytesMax());
    check(
        "bytes of type, content type and metadata of an event",
        header.getSerializedSize(),
        limits.headerBytesMax());
    check(
        "entries of the metadata of an event",
        header.getMetadataCount(),
        limits.metadataEntriesMax());
    return event;
  }

  private static void check(String what, int found, int max) {
    if (found > max) {
      throw Problem.of(
              ProblemType.TOO_LARGE, "expected at most " + max + " " + what + ", found " + found)
          .asException();
    }
  }
}

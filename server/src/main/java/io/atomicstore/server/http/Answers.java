package io.atomicstore.server.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers that are what was asked for. */
final class Answers {

  static final ContentType NDJSON = ContentTypes.parse("application/x-ndjson");
  static final ContentType EVENT_STREAM = ContentTypes.parse("text/event-stream");

  /** Headers of every answer: browsers are to make no more of it than it is. */
  static final List<HttpHeader> ALWAYS =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          RawHeader.create("Referrer-Policy", "no-referrer"));

  private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private Answers() {}

  /** Status 200 with what must not be kept by caches: events are nobody else's business. */
  static HttpResponse json(Json.Members members) {
    return HttpResponse.create()
        .addHeader(NO_STORE)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.line(members)));
  }

  static HttpResponse noStore() {
    return HttpResponse.create().addHeader(NO_STORE);
  }

  static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  /** Of a log that ends with that sequence number. */
  static HttpHeader entityTag(long sequenceNr) {
    return RawHeader.create("ETag", "\"" + sequenceNr + "\"");
  }

  /** Where the next page is. */
  static HttpHeader next(String uri) {
    return RawHeader.create("Link", "<" + uri + ">; rel=\"next\"");
  }
}

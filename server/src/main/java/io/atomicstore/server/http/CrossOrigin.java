package io.atomicstore.server.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What tells browsers that pages of an allowed origin may use the node (CORS). */
final class CrossOrigin {

  private static final String EXPOSED = "ETag, Link, Location, Retry-After, WWW-Authenticate";
  private static final String PREFLIGHT_SECONDS = "600";

  private CrossOrigin() {}

  /** Of every answer of a node that allows foreign origins. */
  static List<HttpHeader> headers(Origins origins, HttpRequest request) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("Vary", "Origin"));
    String origin = origins.allowedOrigin(request);
    if (origin != null) {
      headers.add(RawHeader.create("Access-Control-Allow-Origin", origin));
      headers.add(RawHeader.create("Access-Control-Expose-Headers", EXPOSED));
    }
    return headers;
  }

  /** Of the answer to a browser that asks before it sends. */
  static List<HttpHeader> preflight(Origins origins, HttpRequest request, String methods) {
    if (origins.allowedOrigin(request) == null) {
      return List.of();
    }
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("Access-Control-Allow-Methods", methods));
    headers.add(RawHeader.create("Access-Control-Max-Age", PREFLIGHT_SECONDS));
    String wanted = Call.header(request, "access-control-request-headers");
    if (wanted != null) {
      headers.add(RawHeader.create("Access-Control-Allow-Headers", wanted));
    }
    return headers;
  }
}

package io.atomicstore.server.http;

/** The kinds of problems, each with its status. */
enum ProblemType {
  REJECTED(422, "rejected", "The validation said no"),
  TIMED_OUT(504, "timed-out", "There was no decision in time"),
  OVERLOADED(429, "overloaded", "Too many submissions wait"),
  UNAVAILABLE(503, "unavailable", "It can't be done at this time"),
  UNKNOWN(500, "unknown", "Stored or not, nobody knows yet"),
  EVENT_ID_TAKEN(409, "event-id-taken", "The event id belongs to another event"),
  LOG_SEALED(409, "log-sealed", "The log takes no more events"),
  LOG_MOVED(412, "log-moved", "The log does not end where it was expected to"),
  REFUSED(400, "refused", "The event can't be stored as it is"),

  BAD_REQUEST(400, "bad-request", "The request is at fault"),
  UNAUTHENTICATED(401, "unauthenticated", "There is no valid access token"),
  FORBIDDEN(403, "forbidden", "It is not permitted"),
  NOT_FOUND(404, "not-found", "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method is not for this resource"),
  NOT_ACCEPTABLE(406, "not-acceptable", "The answer has no form that was asked for"),
  REQUEST_TIMEOUT(408, "request-timeout", "The request did not arrive in time"),
  TOO_LARGE(413, "too-large", "The request is too large"),
  URI_TOO_LONG(414, "uri-too-long", "The URI is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The content type is not taken"),
  WRONG_HOST(421, "wrong-host", "The node does not answer under this name"),
  UPGRADE_REQUIRED(426, "upgrade-required", "The resource is a WebSocket"),
  PRECONDITION_REQUIRED(428, "precondition-required", "The request must say If-Match"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
  FAULT(500, "fault", "The node has a fault");

  private final int status;
  private final String uri;
  private final String title;

  ProblemType(int status, String name, String title) {
    this.status = status;
    this.uri = "urn:atomic-store:" + name;
    this.title = title;
  }

  int status() {
    return status;
  }

  String uri() {
    return uri;
  }

  String title() {
    return title;
  }
}

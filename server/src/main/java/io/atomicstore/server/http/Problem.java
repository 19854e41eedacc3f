package io.atomicstore.server.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * An answer that is not what was asked for, in the form of RFC 9457.
 *
 * @param detail says what was expected and what was found
 * @param members beside those of the RFC
 */
record Problem(ProblemType type, String detail, Json.Members members, List<HttpHeader> headers) {

  private static final ContentType CONTENT_TYPE = ContentTypes.parse("application/problem+json");

  Problem {
    headers = List.copyOf(headers);
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Json.Members.NONE, List.of());
  }

  static Problem badRequest(String detail) {
    return of(ProblemType.BAD_REQUEST, detail);
  }

  Problem with(Json.Members moreMembers) {
    return new Problem(type, detail, members.and(moreMembers), headers);
  }

  Problem withHeader(String name, String value) {
    List<HttpHeader> more = new ArrayList<>(headers);
    more.add(RawHeader.create(name, value));
    return new Problem(type, detail, members, more);
  }

  ProblemException asException() {
    return new ProblemException(this);
  }

  HttpResponse response() {
    return HttpResponse.create()
        .withStatus(type.status())
        .addHeaders(headers)
        .withEntity(
            HttpEntities.create(
                CONTENT_TYPE,
                Json.line(
                    json -> {
                      json.writeStringField("type", type.uri());
                      json.writeStringField("title", type.title());
                      json.writeNumberField("status", type.status());
                      json.writeStringField("detail", detail);
                      members.writeTo(json);
                    })));
  }
}

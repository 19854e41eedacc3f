package io.atomicstore.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a request asks for, read from the characters on the wire: each segment of the path and each
 * query parameter is decoded once, so that a segment may hold a '/'.
 *
 * @param segments of the path; "/" is one empty segment
 * @param query each parameter once
 */
record RequestTarget(List<String> segments, Map<String, String> query) {

  RequestTarget {
    segments = List.copyOf(segments);
  }

  /**
   * @param text in the form of RFC 9112, section 3.2
   * @throws ProblemException if it can't be read
   */
  static RequestTarget parse(String text) {
    if (!text.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
      throw Problem.badRequest("expected a URI of ASCII characters, others percent-encoded")
          .asException();
    }
    String origin = originForm(text);
    int fragment = origin.indexOf('#');
    String withoutFragment = fragment < 0 ? origin : origin.substring(0, fragment);
    int question = withoutFragment.indexOf('?');
    String path = question < 0 ? withoutFragment : withoutFragment.substring(0, question);
    String query = question < 0 ? "" : withoutFragment.substring(question + 1);
    if (!path.startsWith("/")) {
      throw Problem.badRequest("expected a path that begins with '/', found '" + text + "'")
          .asException();
    }
    return new RequestTarget(
        Stream.of(path.substring(1).split("/", -1)).map(Percent::decode).toList(), query(query));
  }

  /** Without scheme and host, if it has them. */
  private static String originForm(String text) {
    int scheme = text.indexOf("://");
    if (text.startsWith("/") || scheme < 0) {
      return text;
    }
    int path = text.indexOf('/', scheme + 3);
    return path < 0 ? "/" : text.substring(path);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = parameter(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : parameter(pair.substring(equals + 1));
        if (query.put(name, value) != null) {
          throw Problem.badRequest("query parameter '" + name + "' must be given once")
              .asException();
        }
      }
    }
    return query;
  }

  /** Forms write a blank as '+'. */
  private static String parameter(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}

package io.atomicstore.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is done at some paths.
 *
 * @param template the path, with names in braces for whole segments
 * @param parameters of the query that it takes; others are an error
 */
record Route(
    String method, String template, Admission admission, Set<String> parameters, Handler handler) {

  /** Who is let in. */
  enum Admission {
    ANYBODY,
    BY_TOKEN
  }

  /** Answers a request. What it throws, or its stage fails with, is told as a problem. */
  @FunctionalInterface
  interface Handler {
    CompletionStage<HttpResponse> answer(Call call);
  }

  static final String GET = "GET";
  static final String POST = "POST";

  Route {
    parameters = Set.copyOf(parameters);
  }

  /** The segments of a path that have a name, by it; null if the path is not of the template. */
  @Nullable Map<String, String> match(List<String> segments) {
    String[] expected = template.substring(1).split("/", -1);
    if (expected.length != segments.size()) {
      return null;
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < expected.length; i++) {
      if (expected[i].startsWith("{")) {
        named.put(expected[i].substring(1, expected[i].length() - 1), segments.get(i));
      } else if (!expected[i].equals(segments.get(i))) {
        return null;
      }
    }
    return named;
  }
}

package io.atomicstore.server.http;

import java.util.List;
import java.util.Locale;

/** The forms of an answer that a client accepts (RFC 9110, section 12.5.1). */
final class Accepted {

  static final String JSON = "application/json";
  static final String NDJSON = "application/x-ndjson";
  static final String EVENT_STREAM = "text/event-stream";

  private Accepted() {}

  /**
   * The form that the client likes best, among equals the first.
   *
   * @throws ProblemException if it accepts none of them
   */
  static String choose(Call call, String... offered) {
    String accept = String.join(",", Call.headers(call.request(), "accept"));
    if (accept.isBlank()) {
      return offered[0];
    }
    String best = "";
    double bestQuality = 0;
    for (String form : offered) {
      double quality = quality(accept, form);
      if (quality > bestQuality) {
        best = form;
        bestQuality = quality;
      }
    }
    if (best.isEmpty()) {
      throw Problem.of(
              ProblemType.NOT_ACCEPTABLE,
              "expected Accept to allow one of " + List.of(offered) + ", found '" + accept + "'")
          .asException();
    }
    return best;
  }

  /** 0 to 1: what the range says that fits the form most closely. */
  private static double quality(String accept, String form) {
    double quality = 0;
    int closest = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      int closeness = closeness(MediaType.withoutParameters(range), form);
      if (closeness > closest) {
        closest = closeness;
        quality = quality(range);
      }
    }
    return quality;
  }

  /** 0 if the form is not in the range. */
  private static int closeness(String range, String form) {
    if (range.equals(form)) {
      return 3;
    }
    if (range.endsWith("/*") && form.startsWith(range.substring(0, range.length() - 1))) {
      return 2;
    }
    return range.equals("*/*") || range.equals("*") ? 1 : 0;
  }

  private static double quality(String range) {
    for (String parameter : range.split(";", -1)) {
      String stripped = parameter.strip();
      if (stripped.startsWith("q=")) {
        // At most three digits behind the point; anything else is no preference at all.
        return stripped.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")
            ? Double.parseDouble(stripped.substring(2))
            : 0;
      }
    }
    return 1;
  }
}

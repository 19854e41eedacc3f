package io.atomicstore.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conditions of a request on where a log ends (RFC 9110, section 13). */
final class EntityTags {

  private static final Pattern SEQUENCE_NR = Pattern.compile("\"([0-9]{1,18})\"");

  private EntityTags() {}

  /**
   * The sequence number with which the log is to end.
   *
   * @param ifMatch null if the request does not say
   */
  static long expectedSequenceNr(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw Problem.of(
              ProblemType.PRECONDITION_REQUIRED,
              "expected a header If-Match with the sequence number of the log's last event, as in"
                  + " If-Match: \"42\", or If-Match: \"0\" for an empty log; or the query parameter"
                  + " validation=delegated")
          .asException();
    }
    Matcher matcher = SEQUENCE_NR.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      throw Problem.badRequest(
              "expected If-Match with a sequence number in quotes, as in If-Match: \"42\", found: "
                  + ifMatch)
          .asException();
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Whether whoever asks has the log as far as that already. */
  static boolean isKnown(Call call, long sequenceNr) {
    String ifNoneMatch = String.join(",", Call.headers(call.request(), "if-none-match"));
    for (String tag : ifNoneMatch.split(",", -1)) {
      String stripped = tag.strip();
      if (stripped.equals("*")
          || stripped.equals("\"" + sequenceNr + "\"")
          || stripped.equals("W/\"" + sequenceNr + "\"")) {
        return true;
      }
    }
    return false;
  }
}

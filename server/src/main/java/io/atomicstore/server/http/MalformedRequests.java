package io.atomicstore.server.http;

import java.util.Arrays;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no request as a problem; made by Pekko HTTP, by its name in the settings. */
final class MalformedRequests extends ParsingErrorHandler {

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    ProblemType type =
        Arrays.stream(ProblemType.values())
            .filter(candidate -> candidate.status() == status.intValue())
            .filter(candidate -> candidate != ProblemType.REFUSED)
            .findFirst()
            .orElse(ProblemType.BAD_REQUEST);
    return Problem.of(type, error.summary()).response().addHeaders(Answers.ALWAYS);
  }
}

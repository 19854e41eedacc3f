package io.atomicstore.server.http;

import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessControl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Finds what a request asks for, and lets it in or not. Whatever goes wrong is answered as a
 * problem.
 */
final class Router {

  /** The characters of the request's URI, which Pekko HTTP adds to each request. */
  private static final String RAW_URI = "raw-request-uri";

  private final List<Route> routes;
  private final AccessControl accessControl;
  private final Origins origins;
  private final BooleanSupplier isStopping;

  /**
   * @param isStopping no requests are taken then
   */
  Router(
      List<Route> routes,
      AccessControl accessControl,
      Origins origins,
      BooleanSupplier isStopping) {
    this.routes = List.copyOf(routes);
    this.accessControl = accessControl;
    this.origins = origins;
    this.isStopping = isStopping;
  }

  CompletionStage<HttpResponse> answer(HttpRequest request) {
    CompletionStage<HttpResponse> answer;
    try {
      answer = route(request);
    } catch (RuntimeException e) {
      answer = Answers.now(ResultAnswers.problem(e).response());
    }
    return answer
        .exceptionally(failure -> ResultAnswers.problem(failure).response())
        .thenApply(response -> finished(request, response));
  }

  private HttpResponse finished(HttpRequest request, HttpResponse response) {
    List<HttpHeader> headers = new ArrayList<>(Answers.ALWAYS);
    boolean isProblem = response.status().intValue() >= 400;
    if (isProblem) {
      headers.add(RawHeader.create("Cache-Control", "no-store"));
    }
    if (!origins.allowed().isEmpty()) {
      headers.addAll(CrossOrigin.headers(origins, request));
    }
    return response.addHeaders(headers);
  }

  private CompletionStage<HttpResponse> route(HttpRequest request) {
    if (isStopping.getAsBoolean()) {
      throw ResultAnswers.unavailable("the node is stopping").asException();
    }
    origins.checkHost(request);
    String uri = Call.header(request, RAW_URI);
    RequestTarget target = RequestTarget.parse(uri == null ? "" : uri);
    Map<Route, Map<String, String>> found = new LinkedHashMap<>();
    for (Route route : routes) {
      Map<String, String> path = route.match(target.segments());
      if (path != null) {
        found.put(route, path);
      }
    }
    if (found.isEmpty()) {
      throw Problem.of(ProblemType.NOT_FOUND, "there is nothing at " + uri + "; see /openapi.json")
          .asException();
    }
    String method = request.method().name();
    if (method.equals("OPTIONS")) {
      return Answers.now(options(request, found.keySet()));
    }
    Route route =
        found.keySet().stream()
            .filter(candidate -> candidate.method().equals(method))
            .findFirst()
            .orElseThrow(() -> notAllowed(method, found.keySet()));
    return answer(route, request, found.getOrDefault(route, Map.of()), target.query());
  }

  private CompletionStage<HttpResponse> answer(
      Route route, HttpRequest request, Map<String, String> path, Map<String, String> query) {
    Set<String> unknown = new TreeSet<>(query.keySet());
    unknown.removeAll(route.parameters());
    if (!unknown.isEmpty()) {
      throw Problem.badRequest(
              "expected no query parameters but "
                  + new TreeSet<>(route.parameters())
                  + ", found "
                  + unknown)
          .asException();
    }
    if (!route.method().equals(Route.GET)) {
      origins.checkOrigin(request);
    }
    Access access =
        route.admission() == Route.Admission.ANYBODY
            ? null
            : Denials.admit(accessControl, Call.header(request, "authorization"));
    return route.handler().answer(new Call(request, path, query, access));
  }

  private HttpResponse options(HttpRequest request, Set<Route> found) {
    return HttpResponse.create()
        .withStatus(204)
        .addHeader(RawHeader.create("Allow", allowed(found)))
        .addHeaders(CrossOrigin.preflight(origins, request, allowed(found)));
  }

  private static ProblemException notAllowed(String method, Set<Route> found) {
    return Problem.of(
            ProblemType.METHOD_NOT_ALLOWED, "expected " + allowed(found) + ", found " + method)
        .withHeader("Allow", allowed(found))
        .asException();
  }

  /** HEAD goes wherever GET goes. */
  private static String allowed(Set<Route> found) {
    Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
    for (Route route : found) {
      methods.add(route.method());
      if (route.method().equals(Route.GET)) {
        methods.add("HEAD");
      }
    }
    return String.join(", ", methods);
  }
}

package io.atomicstore.server.http;

import static io.atomicstore.server.http.Route.GET;

import io.atomicstore.engine.AtomicStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What a node says of itself, to anybody. */
final class NodeResources {

  private static final String HTML = "text/html";
  private static final Duration READY_WITHIN = Duration.ofSeconds(2);

  private final AtomicStore<?, ?> store;
  private final BooleanSupplier isStopping;
  private final HttpResponse openApi = document("openapi.json", ContentTypes.APPLICATION_JSON);
  private final HttpResponse landing = document("landing.html", ContentTypes.TEXT_HTML_UTF8);
  private final HttpResponse links = document("landing.json", ContentTypes.APPLICATION_JSON);

  NodeResources(AtomicStore<?, ?> store, BooleanSupplier isStopping) {
    this.store = store;
    this.isStopping = isStopping;
  }

  private static HttpResponse document(String name, ContentType contentType) {
    try (InputStream in = NodeResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + name);
      }
      return HttpResponse.create()
          .addHeader(RawHeader.create("Cache-Control", "no-cache"))
          .withEntity(HttpEntities.create(contentType, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    }
  }

  List<Route> routes() {
    Route.Admission anybody = Route.Admission.ANYBODY;
    return List.of(
        new Route(GET, "/", anybody, Set.of(), this::landing),
        new Route(GET, "/openapi.json", anybody, Set.of(), call -> Answers.now(openApi)),
        new Route(GET, "/healthz", anybody, Set.of(), call -> Answers.now(status("healthy"))),
        new Route(GET, "/readyz", anybody, Set.of(), call -> ready()));
  }

  private CompletionStage<HttpResponse> landing(Call call) {
    boolean isPage = Accepted.choose(call, Accepted.JSON, HTML).equals(HTML);
    HttpResponse response = isPage ? landing : links;
    return Answers.now(response.addHeader(RawHeader.create("Vary", "Accept")));
  }

  private static HttpResponse status(String status) {
    return Answers.json(json -> json.writeStringField("status", status));
  }

  private CompletionStage<HttpResponse> ready() {
    if (isStopping.getAsBoolean()) {
      throw ResultAnswers.unavailable("the node is stopping").asException();
    }
    return Deadlines.ofReading(READY_WITHIN, store.scopes("", "", 1))
        .thenApply(page -> status("ready"));
  }
}

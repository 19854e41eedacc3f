package io.atomicstore.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a stream of server-sent events, as browsers do. */
final class EventReader implements AutoCloseable {

  /** An event that was dispatched; or its id alone, if {@code data} is empty. */
  record Sent(String id, String data) {}

  /** The stream has ended well. */
  private record End() {}

  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  EventReader(HttpNode node, HttpRequest.Builder request) {
    this.response =
        HttpNode.get(
            node.client()
                .sendAsync(
                    request.header("Accept", "text/event-stream").build(),
                    HttpResponse.BodyHandlers.ofInputStream()));
    Thread reading = new Thread(this::read, "reads server-sent events");
    reading.setDaemon(true);
    reading.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.startsWith(":")) {
          heard.add(line);
        } else if (line.isEmpty() && !id.isEmpty()) {
          heard.add(new Sent(id, data));
          id = "";
          data = "";
        }
      }
      heard.add(new End());
    } catch (IOException e) {
      heard.add(e);
    }
  }

  int status() {
    return response.statusCode();
  }

  /** The next event; comments are passed over. */
  Sent next() {
    Object next = anything();
    while (next instanceof String) {
      next = anything();
    }
    if (next instanceof Sent sent) {
      return sent;
    }
    throw new AssertionError("expected an event, found " + next);
  }

  long nextSequenceNr() {
    Sent sent = next();
    long sequenceNr = HttpNode.json(sent.data()).get("sequenceNr").asLong();
    if (!sent.id().equals(Long.toString(sequenceNr))) {
      throw new AssertionError("expected the sequence number as id, found " + sent);
    }
    return sequenceNr;
  }

  void expectComment() {
    Object next = anything();
    if (!(next instanceof String)) {
      throw new AssertionError("expected a comment, found " + next);
    }
  }

  /** The stream ends well, perhaps after comments. */
  void expectEnd() {
    Object next = anything();
    while (next instanceof String) {
      next = anything();
    }
    if (!(next instanceof End)) {
      throw new AssertionError("expected the end of the stream, found " + next);
    }
  }

  private Object anything() {
    try {
      Object next = heard.poll(HttpNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came within " + HttpNode.PATIENCE);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.atomicstore.server.http;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a document that calls curl, and the status of its answer behind it.
 *
 * @param words as a shell gives them to curl, without the first
 */
record CurlLine(List<String> words, int status) {

  private static final Pattern LINE = Pattern.compile("\\s*curl (.*) # (\\d{3})");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final String NODE = "http://localhost:7701";

  /** Those of a document, in order. */
  static List<CurlLine> of(List<String> document) {
    List<CurlLine> lines = new ArrayList<>();
    for (String line : document) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(matcher.group(1));
        while (word.find()) {
          words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        lines.add(new CurlLine(words, Integer.parseInt(matcher.group(2))));
      }
    }
    return lines;
  }

  /** The request that curl would send, to a node of the test. */
  HttpRequest request(HttpNode node) {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-i", "-N" -> {}
        case "-H" -> {
          i++;
          String[] header = words.get(i).split(": ", 2);
          request.header(header[0], header[1]);
        }
        case "--json" -> {
          i++;
          request
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(words.get(i)));
        }
        case "-d", "--data-binary" -> {
          i++;
          request.POST(HttpRequest.BodyPublishers.ofString(words.get(i)));
        }
        default -> {
          if (!words.get(i).startsWith(NODE)) {
            throw new AssertionError("this test does not know '" + words.get(i) + "' of curl");
          }
          request.uri(node.uri(words.get(i).substring(NODE.length())));
        }
      }
    }
    return request.timeout(HttpNode.PATIENCE).build();
  }
}

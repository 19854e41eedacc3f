package io.atomicstore.server.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of foreign origins from using a browser's way to the node.
 *
 * @param allowed origins beside the node's own
 * @param hosts names under which the node answers, beside that of the machine itself; null if it
 *     answers under any
 */
record Origins(Set<String> allowed, @Nullable Set<String> hosts) {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  /**
   * Goes no further if the request is for a name that is not the node's: a page can give any
   * address a name of its own origin.
   */
  void checkHost(HttpRequest request) {
    String host = Call.header(request, "host");
    if (hosts == null || host == null) {
      return;
    }
    String name = withoutPort(host.toLowerCase(Locale.ROOT));
    boolean isLocal = name.equals("localhost") || name.endsWith(".localhost");
    if (!isLocal && !ADDRESS.matcher(name).matches() && !hosts.contains(name)) {
      throw Problem.of(
              ProblemType.WRONG_HOST,
              "a node on loopback without tokens answers to localhost, addresses, and the names in"
                  + " atomic-store.server.http.hosts; found '"
                  + name
                  + "'")
          .asException();
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Goes no further if the request comes from a page of a foreign origin. */
  void checkOrigin(HttpRequest request) {
    String origin = Call.header(request, "origin");
    if (origin != null && !isOwn(origin, request) && !allowed.contains(origin)) {
      throw Problem.of(
              ProblemType.FORBIDDEN,
              "pages of "
                  + origin
                  + " may not do this; it may be allowed by atomic-store.server.http.allowed-origins")
          .asException();
    }
  }

  private static boolean isOwn(String origin, HttpRequest request) {
    int authority = origin.indexOf("://");
    String host = Call.header(request, "host");
    return authority >= 0 && host != null && origin.substring(authority + 3).equalsIgnoreCase(host);
  }

  /** The foreign origin of the request, if it is an allowed one; else null. */
  @Nullable String allowedOrigin(HttpRequest request) {
    String origin = Call.header(request, "origin");
    return origin != null && allowed.contains(origin) ? origin : null;
  }
}

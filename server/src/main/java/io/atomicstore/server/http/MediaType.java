package io.atomicstore.server.http;

import java.util.Locale;

/** What a content type says of bytes. */
final class MediaType {

  private MediaType() {}

  static boolean isJson(String contentType) {
    String type = withoutParameters(contentType);
    return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
  }

  /** Whether it is text in UTF-8, as far as the content type tells. */
  static boolean isText(String contentType) {
    String charset = charset(contentType);
    return contentType.toLowerCase(Locale.ROOT).startsWith("text/")
        && (charset.isEmpty() || charset.equals("utf-8") || charset.equals("us-ascii"));
  }

  /** In lower case. */
  static String withoutParameters(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** In lower case; empty if none is said. */
  private static String charset(String contentType) {
    for (String parameter : contentType.toLowerCase(Locale.ROOT).split(";", -1)) {
      String stripped = parameter.strip();
      if (stripped.startsWith("charset=")) {
        return stripped.substring("charset=".length()).replace("\"", "");
      }
    }
    return "";
  }
}

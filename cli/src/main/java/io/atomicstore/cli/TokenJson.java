package io.atomicstore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.server.security.AccessToken;
import io.atomicstore.server.security.Verb;
import java.time.Instant;

/** Tokens as JSON, without the tokens themselves. */
final class TokenJson {

  private TokenJson() {}

  static ObjectNode of(AccessToken token) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", token.name());
    ArrayNode verbs = json.putArray("verbs");
    token.verbsInOrder().stream().map(Verb::text).forEach(verbs::add);
    ArrayNode prefixes = json.putArray("scopePrefixes");
    token.scopePrefixes().forEach(prefixes::add);
    json.put("created", token.created().toString());
    Instant expires = token.expires();
    json.put("expires", expires == null ? null : expires.toString());
    return json;
  }
}

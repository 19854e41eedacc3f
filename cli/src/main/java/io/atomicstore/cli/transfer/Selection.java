package io.atomicstore.cli.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomicstore.core.ScopeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The logs of an export.
 *
 * @param prefix all scopes that begin so, if there are no {@code scopes}
 * @param scopes these, in that order
 */
public record Selection(String prefix, List<ScopeId> scopes) {

  public Selection {
    scopes = List.copyOf(new LinkedHashSet<>(scopes));
  }

  /** All scopes that begin so. */
  public static Selection ofPrefix(String prefix) {
    return new Selection(prefix, List.of());
  }

  /** These scopes. */
  public static Selection of(List<ScopeId> scopes) {
    return new Selection("", scopes);
  }

  void writeTo(ObjectNode header) {
    if (scopes.isEmpty()) {
      header.put("prefix", prefix);
    } else {
      ArrayNode list = header.putArray("scopes");
      scopes.forEach(scopeId -> list.add(scopeId.value()));
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if it is no selection
   */
  static Selection readFrom(ObjectNode header) {
    JsonNode list = header.get("scopes");
    if (list == null) {
      return ofPrefix(EventJson.text(header, "prefix"));
    }
    List<ScopeId> scopes = new ArrayList<>();
    list.forEach(scope -> scopes.add(new ScopeId(scope.asText())));
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("expected scopes with at least one, found none");
    }
    return of(scopes);
  }

  /** For messages. */
  @Override
  public String toString() {
    return scopes.isEmpty() ? "scopes that begin with '" + prefix + "'" : "scopes " + scopes;
  }
}

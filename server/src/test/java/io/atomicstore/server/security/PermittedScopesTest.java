package io.atomicstore.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.core.ScopeId;
import io.atomicstore.engine.ScopesPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PermittedScopesTest {

  private final TreeSet<String> scopes =
      new TreeSet<>(
          (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));
  private int readings;

  private CompletionStage<ScopesPage> all(String prefix, String after, int max) {
    readings++;
    List<ScopeId> found =
        scopes.tailSet(after, false).stream()
            .filter(scope -> scope.startsWith(prefix))
            .map(ScopeId::new)
            .toList();
    return CompletableFuture.completedFuture(
        new ScopesPage(found.stream().limit(max).toList(), found.size() > max));
  }

  private ScopesPage page(List<String> prefixes, String after, int max) {
    return PermittedScopes.page(this::all, prefixes, after, max).toCompletableFuture().join();
  }

  private static List<String> texts(ScopesPage page) {
    return page.scopeIds().stream().map(ScopeId::value).toList();
  }

  @Test
  void listsTheScopesOfAllPrefixesInOrder() {
    scopes.addAll(List.of("a1", "a2", "b1", "c1", "c2"));

    assertThat(texts(page(List.of("a", "c"), "", 10))).containsExactly("a1", "a2", "c1", "c2");
    assertThat(texts(page(List.of(""), "", 10))).hasSize(5);
    assertThat(texts(page(List.of(), "", 10))).isEmpty();
    assertThat(readings).isEqualTo(3);
  }

  @Test
  void saysWhetherThereAreMoreThatArePermitted() {
    scopes.addAll(List.of("a1", "a2", "b1", "c1"));

    assertThat(page(List.of("a", "c"), "", 2).hasMore()).isTrue();
    assertThat(page(List.of("a", "b0"), "", 2).hasMore()).isFalse();
    assertThat(page(List.of("a"), "", 2).hasMore()).isFalse();
    assertThat(page(List.of("a"), "", 1).hasMore()).isTrue();
    assertThat(page(List.of("a", "b0", "c"), "", 2).hasMore()).isTrue();
  }

  @Test
  void asksForNoPrefixThatLiesBehindIt() {
    scopes.addAll(List.of("a1", "a2", "b1", "c1"));

    assertThat(texts(page(List.of("a", "b", "c"), "b1", 10))).containsExactly("c1");
    assertThat(readings).isEqualTo(2);
  }

  /** Pages through random scopes; the seed is the parameter. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void leavesNoneOutAndShowsNoneTwice(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      scopes.add(randomText(random));
    }
    for (int round = 0; round < 200; round++) {
      List<String> drawn = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        drawn.add(randomText(random));
      }
      List<String> prefixes = ScopePrefixes.withoutOverlap(drawn);
      int max = 1 + random.nextInt(7);
      List<String> expected =
          scopes.stream().filter(scope -> prefixes.stream().anyMatch(scope::startsWith)).toList();

      List<String> found = new ArrayList<>();
      ScopesPage page = page(prefixes, "", max);
      found.addAll(texts(page));
      while (page.hasMore() && found.size() < 100) {
        assertThat(page.scopeIds()).hasSize(max);
        page = page(prefixes, found.get(found.size() - 1), max);
        assertThat(page.scopeIds()).isNotEmpty();
        found.addAll(texts(page));
      }

      assertThat(found).as("%s by %d, seed %d", prefixes, max, seed).isEqualTo(expected);
    }
  }

  private static String randomText(SplittableRandom random) {
    String[] letters = {"a", "b", "л", "🕰"};
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      text.append(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}

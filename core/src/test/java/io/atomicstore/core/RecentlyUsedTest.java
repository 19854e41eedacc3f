package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

  private final Set<String> inUse = new HashSet<>();
  private final RecentlyUsed<Integer, String> map =
      new RecentlyUsed<>(3, 100, value -> !inUse.contains(value));

  @Test
  void evictsTheEntryUsedLongestAgo() {
    map.put(1, "a", 10);
    map.put(2, "b", 10);
    map.put(3, "c", 10);
    map.get(1);

    map.put(4, "d", 10);

    assertThat(map.get(2)).isNull();
    assertThat(List.of(map.size(), map.weightBytes())).containsExactly(3, 30L);
    assertThat(map.get(1)).isEqualTo("a");
  }

  @Test
  void evictsAsManyAsWeighTooMuch() {
    map.put(1, "a", 40);
    map.put(2, "b", 40);

    map.put(3, "c", 90);

    assertThat(map.size()).isOne();
    assertThat(map.get(3)).isEqualTo("c");
    assertThat(map.weightBytes()).isEqualTo(90);
  }

  @Test
  void weighsAgain() {
    map.put(1, "a", 10);
    map.put(2, "b", 10);

    map.reweigh(2, 95);
    map.reweigh(7, 95);

    assertThat(map.get(1)).isNull();
    assertThat(map.weightBytes()).isEqualTo(95);
  }

  @Test
  void replacesAValueWithItsWeight() {
    map.put(1, "a", 10);

    map.put(1, "b", 20);

    assertThat(map.get(1)).isEqualTo("b");
    assertThat(map.weightBytes()).isEqualTo(20);
  }

  @Test
  void passesOverEntriesInUseUntilTheyAreNot() {
    inUse.addAll(List.of("a", "b", "c"));
    map.put(1, "a", 10);
    map.put(2, "b", 10);
    map.put(3, "c", 10);
    map.put(4, "d", 10);
    int sizeInUse = map.size();
    inUse.clear();

    map.put(5, "e", 10);

    assertThat(sizeInUse).isEqualTo(4);
    assertThat(map.size()).isEqualTo(3);
    assertThat(map.get(5)).isEqualTo("e");
  }

  @Test
  void keepsAnEntryThatIsTooHeavyUntilTheNextOneComes() {
    map.put(1, "a", 1_000);
    assertThat(map.get(1)).isEqualTo("a");

    map.put(2, "b", 1);

    assertThat(map.get(1)).isNull();
  }

  @Test
  void looksAtFewEntriesPerCallHoweverManyAreInUse() {
    List<String> lookedAt = new ArrayList<>();
    RecentlyUsed<Integer, String> busy = new RecentlyUsed<>(1, 100, value -> !lookedAt.add(value));
    for (int i = 0; i < 1_000; i++) {
      busy.put(i, "value " + i, 1);
    }
    lookedAt.clear();

    busy.put(1_000, "one more", 1);

    assertThat(lookedAt).hasSize(8);
    assertThat(busy.size()).isEqualTo(1_001);
  }

  @Test
  void staysWithinItsBoundsWhateverIsPutWhileNothingIsInUse() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(3) == 0) {
        map.reweigh(random.nextInt(6), random.nextInt(100));
      } else {
        map.put(random.nextInt(6), "value " + i, random.nextInt(100));
      }
      assertThat(map.size()).isBetween(1, 3);
      assertThat(map.weightBytes()).isBetween(0L, 100L);
    }
  }

  @Test
  void needsRoomForOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecentlyUsed<Integer, String>(0, 1, value -> true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecentlyUsed<Integer, String>(1, 0, value -> true));
  }
}

package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EventListTest {

  @Test
  void holdsWhatWasAddedInOrder() {
    EventList<String> list = EventList.<String>empty().plus("a").plus("b").plus("c");

    assertThat(list).containsExactly("a", "b", "c");
    assertThat(list.toArray()).containsExactly("a", "b", "c");
    assertThat(EventList.empty()).isEmpty();
  }

  @Test
  void leavesTheListThatIsAddedToAsItWas() {
    EventList<String> shorter = EventList.<String>empty().plus("a");

    EventList<String> longer = shorter.plus("b");

    assertThat(shorter).containsExactly("a");
    assertThat(longer).containsExactly("a", "b");
    assertThatThrownBy(() -> shorter.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> shorter.set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void partsFromAListToWhichSomethingElseWasAdded() {
    EventList<String> common = EventList.<String>empty().plus("a");
    EventList<String> lost = common.plus("lost").plus("lost too");

    EventList<String> kept = common.plus("kept");

    assertThat(lost).containsExactly("a", "lost", "lost too");
    assertThat(kept).containsExactly("a", "kept");
    assertThat(lost.plus("c")).containsExactly("a", "lost", "lost too", "c");
    assertThat(kept.plus("b")).containsExactly("a", "kept", "b");
  }

  @Test
  void isTheSameAsACopyHoweverListsBranch() {
    SplittableRandom random = new SplittableRandom(17);
    List<EventList<Integer>> lists = new ArrayList<>(List.of(EventList.empty()));
    List<List<Integer>> copies = new ArrayList<>(List.of(List.of()));

    for (int i = 0; i < 2_000; i++) {
      int picked = Math.max(0, lists.size() - 1 - random.nextInt(6));
      lists.add(lists.get(picked).plus(i));
      List<Integer> copy = new ArrayList<>(copies.get(picked));
      copy.add(i);
      copies.add(copy);
    }

    assertThat(lists).isEqualTo(copies);
  }

  @Test
  void showsTheProspectiveEventsBeforeAsPastOnes() {
    EventList<String> past = EventList.<String>empty().plus("a");
    List<String> prospective = List.of("b", "c", "d");

    assertThat(PastAndProspective.before(0, prospective, past)).containsExactly("a");
    assertThat(PastAndProspective.before(2, prospective, past)).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> PastAndProspective.before(1, prospective, past).get(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}

package io.atomicstore.engine;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The past events as the next of several prospective events has them: followed by those before. */
final class PastAndProspective<E> extends AbstractList<E> implements RandomAccess {

  private final List<E> past;
  private final List<E> prospective;

  /**
   * @param past immutable, as {@code prospective} is
   */
  private PastAndProspective(List<E> past, List<E> prospective) {
    this.past = past;
    this.prospective = prospective;
  }

  /** What precedes {@code prospective.get(index)}. */
  static <E> List<E> before(int index, List<E> prospective, List<E> past) {
    return index == 0 ? past : new PastAndProspective<>(past, prospective.subList(0, index));
  }

  @Override
  public E get(int index) {
    Objects.checkIndex(index, size());
    return index < past.size() ? past.get(index) : prospective.get(index - past.size());
  }

  @Override
  public int size() {
    return past.size() + prospective.size();
  }
}

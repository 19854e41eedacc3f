package io.atomicstore.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {

  /** The shape of a validator, as applications write it. */
  @FunctionalInterface
  private interface Validator<E, R, M> {
    Decision<R, M> validate(E prospectiveEvent, List<E> pastEvents);
  }

  private static <E, R, M> Decision<R, M> decide(E event, Validator<E, R, M> validator) {
    return validator.validate(event, List.of());
  }

  @Test
  void acceptsWithoutNamingTypes() {
    Decision<String, Long> plain = Decision.accept();
    Decision<String, Long> withMeta = Decision.accept().withMeta(1L);

    assertThat(plain).isEqualTo(new Decision.Accept<String, Long>(null));
    assertThat(withMeta).isEqualTo(new Decision.Accept<String, Long>(1L));
  }

  @Test
  void rejectsWithoutNamingTypes() {
    Decision<String, Long> plain = Decision.reject("too low");
    Decision<String, Long> withMeta = Decision.reject("too low").withMeta(1L);

    assertThat(plain).isEqualTo(new Decision.Reject<String, Long>("too low", null, null));
    assertThat(withMeta).isEqualTo(new Decision.Reject<String, Long>("too low", 1L, null));
  }

  @Test
  void isInferredInsideTheLambdaOfAValidator() {
    Validator<Integer, String, Long> validator =
        (bid, past) ->
            bid > past.size()
                ? Decision.accept().withMeta((long) bid)
                : Decision.reject("too low").withMeta((long) past.size());
    Validator<Integer, String, Long> inBlock =
        (bid, past) -> {
          if (bid > past.size()) {
            return Decision.accept().withMeta((long) bid);
          }
          return Decision.reject("too low");
        };

    Decision<String, Long> accepted = decide(5, validator);
    Decision<String, Long> rejected = decide(0, validator);

    assertThat(accepted.meta()).isEqualTo(5L);
    assertThat(rejected.meta()).isEqualTo(0L);
    assertThat(decide(0, inBlock)).isEqualTo(Decision.<String, Long>reject("too low"));
  }

  @Test
  void keepsReasonAndCauseWhenMetaIsAdded() {
    IllegalStateException thrown = new IllegalStateException("no price");

    Decision.Reject<String, Long> failed = Decision.<String, Long>failed(thrown).withMeta(7L);

    assertThat(failed.cause()).isSameAs(thrown);
    assertThat(failed.reason()).isNull();
    assertThat(failed.meta()).isEqualTo(7L);
  }

  @Test
  void hasEitherAReasonOrACauseWhenItRejects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decision.Reject<String, Long>(null, 1L, null))
        .withMessage("a rejection has either a reason or a cause, found neither");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decision.Reject<String, Long>("no", null, new Throwable("thrown")))
        .withMessage("a rejection has either a reason or a cause, found both");
  }
}

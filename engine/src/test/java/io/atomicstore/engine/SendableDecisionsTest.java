package io.atomicstore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomicstore.core.Decision;
import io.atomicstore.core.FoldValidator;
import io.atomicstore.core.ScopeId;
import java.io.NotSerializableException;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SendableDecisionsTest {

  /** Bound to no serializer, and no record. */
  private static final class Unbound {}

  /** Passes on what can't be sent with each decision. */
  private static final FoldValidator<List<String>, Note, Reason, Unbound> VALIDATOR =
      new FoldValidator<>() {
        @Override
        public List<String> initial(ScopeId scopeId) {
          return List.of();
        }

        @Override
        public List<String> apply(List<String> state, Note event) {
          return state;
        }

        @Override
        public Decision<Reason, Unbound> decide(List<String> state, Note prospectiveEvent) {
          return Decision.<Reason, Unbound>accept().withMeta(new Unbound());
        }
      };

  private ActorSystem system;
  private SendableDecisions betweenNodes;

  @BeforeAll
  void startSystem() {
    system = ActorSystem.create("decisions");
    betweenNodes = SendableDecisions.betweenNodes(new ValueCodec((ExtendedActorSystem) system));
  }

  @AfterAll
  void stopSystem() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void leavesADecisionThatCanBeSentAsItIs() {
    Decision<Reason, String> accepted = Decision.<Reason, String>accept().withMeta("why");
    Decision<Reason, String> rejected =
        Decision.<Reason, String>reject(Reason.UNWANTED).withMeta("why");

    assertThat(betweenNodes.sendable(accepted)).isSameAs(accepted);
    assertThat(betweenNodes.sendable(rejected)).isSameAs(rejected);
  }

  @Test
  void rejectsWhereMetaOrReasonCanNotBeSent() {
    Decision<?, ?> meta =
        betweenNodes.sendable(Decision.<Reason, Unbound>accept().withMeta(new Unbound()));
    Decision<?, ?> reason = betweenNodes.sendable(Decision.reject(new Unbound()));

    for (Decision<?, ?> decision : List.of(meta, reason)) {
      assertThat(((Decision.Reject<?, ?>) decision).cause())
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("Unbound");
    }
  }

  @Test
  void throwsWhereAValidatorsDecisionCanNotBeSent() {
    FoldValidator<List<String>, Note, Reason, Unbound> checking = betweenNodes.checking(VALIDATOR);

    assertThatThrownBy(() -> checking.decide(List.of(), Note.of("lot", "a")))
        .isInstanceOf(NotSerializableException.class);
    assertThatThrownBy(() -> checking.decideAll(List.of(), List.of(Note.of("lot", "a"))))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void looksAtNothingWithinAProcess() {
    Decision<Reason, Unbound> decision = Decision.<Reason, Unbound>accept().withMeta(new Unbound());

    assertThat(SendableDecisions.withinProcess().sendable(decision)).isSameAs(decision);
    assertThat(SendableDecisions.withinProcess().checking(VALIDATOR)).isSameAs(VALIDATOR);
  }
}

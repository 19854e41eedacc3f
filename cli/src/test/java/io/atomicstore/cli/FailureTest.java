package io.atomicstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomicstore.client.EncodedEvent;
import io.atomicstore.client.Payload;
import io.atomicstore.core.EventId;
import io.atomicstore.core.ProspectiveEvent;
import io.atomicstore.core.Result;
import io.atomicstore.core.ScopeId;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Which results and failures end with which code. */
class FailureTest {

  private static final ProspectiveEvent<EncodedEvent> EVENT =
      new ProspectiveEvent<>(
          new ScopeId("lot-1"),
          EventId.parse("019b7d86-9c00-7000-8000-000000000001"),
          List.of(EncodedEvent.of("", Payload.text("x"))),
          false);

  @Test
  void givesEveryResultItsOwnCode() {
    assertThat(exitCode(new Result.Accepted<>(EVENT, 1, null, false))).isEqualTo(ExitCode.DONE);
    assertThat(exitCode(new Result.Rejected<>(EVENT, "no", null, null, false)))
        .isEqualTo(ExitCode.REJECTED);
    assertThat(exitCode(new Result.TimedOut<>(EVENT, "late", Duration.ofSeconds(1))))
        .isEqualTo(ExitCode.TIMED_OUT);
    assertThat(exitCode(new Result.Overloaded<>(EVENT, 1, 1))).isEqualTo(ExitCode.OVERLOADED);
    assertThat(exitCode(new Result.Unavailable<>(EVENT, "away"))).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(exitCode(new Result.Unknown<>(EVENT, "lost"))).isEqualTo(ExitCode.UNKNOWN);
    assertThat(exitCode(new Result.EventIdTaken<>(EVENT, 1))).isEqualTo(ExitCode.EVENT_ID_TAKEN);
    assertThat(exitCode(new Result.Conflict<>(EVENT, 1, 2))).isEqualTo(ExitCode.CONFLICT);
    assertThat(exitCode(new Result.Sealed<>(EVENT, 1))).isEqualTo(ExitCode.SEALED);
    assertThat(exitCode(new Result.Refused<>(EVENT, "large"))).isEqualTo(ExitCode.REFUSED);
  }

  private static ExitCode exitCode(Result<EncodedEvent, String, Payload> result) {
    SubmissionReport report = SubmissionReport.of(result);
    assertThat(report.json().get("wasAccepted").asBoolean()).isEqualTo(result.wasAccepted());
    return report.exitCode();
  }

  @Test
  void saysHowToFindOutWhetherAnEventIsStored() {
    SubmissionReport report = SubmissionReport.of(new Result.Unknown<>(EVENT, "lost"));

    assertThat(report.sentence())
        .isEqualTo(
            "not known whether stored: lost; to find out, append the same with --event-id"
                + " 019b7d86-9c00-7000-8000-000000000001");
  }

  @Test
  void givesEveryFailureACode() {
    assertThat(exitCode(new StatusRuntimeException(Status.UNAUTHENTICATED)))
        .isEqualTo(ExitCode.UNAUTHENTICATED);
    assertThat(exitCode(new StatusRuntimeException(Status.PERMISSION_DENIED)))
        .isEqualTo(ExitCode.FORBIDDEN);
    assertThat(exitCode(new StatusRuntimeException(Status.DATA_LOSS))).isEqualTo(ExitCode.DAMAGED);
    assertThat(exitCode(new IOException("full"))).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(exitCode(new IllegalStateException("bug"))).isEqualTo(ExitCode.FAULT);
    assertThat(exitCode(new CompletionException(new FailedException(ExitCode.DIFFERS, "x"))))
        .isEqualTo(ExitCode.DIFFERS);
  }

  private static ExitCode exitCode(Exception failure) {
    return Failure.of(failure).exitCode();
  }
}

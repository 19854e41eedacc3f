package io.atomicstore.server.http;

import io.atomicstore.server.security.Access;
import io.atomicstore.server.security.AccessControl;
import io.atomicstore.server.security.AccessDenied;
import io.atomicstore.server.security.Admittance;
import org.jspecify.annotations.Nullable;

/** Tells who is not let in, as RFC 6750 has it. */
final class Denials {

  private static final String CHALLENGE = "Bearer realm=\"atomic-store\"";

  private Denials() {}

  /**
   * What the holder of a token may do.
   *
   * @param authorization as the header has it; null if there is none
   */
  static Access admit(AccessControl control, @Nullable String authorization) {
    Admittance admittance = control.admit(authorization);
    if (admittance instanceof Access access) {
      return access;
    }
    throw problem((AccessDenied) admittance).asException();
  }

  static Problem problem(AccessDenied denial) {
    if (denial.kind().isAuthenticated()) {
      return Problem.of(ProblemType.FORBIDDEN, denial.message())
          .withHeader("WWW-Authenticate", CHALLENGE + ", error=\"insufficient_scope\"");
    }
    String error = denial.kind() == AccessDenied.Kind.MISSING ? "" : ", error=\"invalid_token\"";
    return Problem.of(ProblemType.UNAUTHENTICATED, denial.message())
        .withHeader("WWW-Authenticate", CHALLENGE + error);
  }
}

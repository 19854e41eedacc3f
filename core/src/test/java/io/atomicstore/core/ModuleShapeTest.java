package io.atomicstore.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ModuleShapeTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.atomicstore.core");

  @Test
  void dependsOnTheJdkAndTheNullAnnotationsAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.atomicstore.core", "java..", "org.jspecify.annotations")
        .check(MODULE);
  }

  @Test
  void reachesForNoClockNoThreadAndNoRandomness() {
    noClasses().should().callMethod(System.class, "nanoTime").check(MODULE);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(MODULE);
    noClasses().should().callMethod(java.time.Instant.class, "now").check(MODULE);
    noClasses().should().callMethod(java.util.UUID.class, "randomUUID").check(MODULE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.io", "java.nio.file..", "java.net..")
        .check(MODULE);
  }

  @Test
  void showsExactlyTheseTypes() {
    Set<String> publicTypes =
        MODULE.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(publicTypes)
        .containsExactlyInAnyOrder(
            "AcceptedId",
            "Decision",
            "Effect",
            "EventId",
            "EventLog",
            "EventRange",
            "Fold",
            "FoldValidator",
            "FoldedLog",
            "Judgement",
            "LogEnd",
            "LogLimits",
            "LogPrefix",
            "LogSummary",
            "OriginatorEffect",
            "PastEvents",
            "ProspectiveEvent",
            "RecentlyUsed",
            "RecordedResult",
            "Result",
            "ScopeId",
            "SequenceNr",
            "StoredEvent",
            "Submission",
            "SubscribedEvent",
            "ValidationToken");
  }

  @Test
  void hasNoClassToExtendAndNoNullsThatAreNotMarked() {
    classes().that().areNotInterfaces().should().haveModifier(JavaModifier.FINAL).check(MODULE);
    assertThat(EventLog.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }
}

package io.atomicstore.engine;

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

final class ModuleShapeTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.atomicstore.engine");

  @Test
  void knowsNoJournalNoServerAndNoClient() {
    classes()
        .that()
        .resideInAPackage("io.atomicstore.engine")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.atomicstore.core",
            "io.atomicstore.engine",
            "io.atomicstore.engine.proto",
            "io.atomicstore.journal",
            "io.atomicstore.originator",
            "org.apache.pekko..",
            "com.google.protobuf..",
            "com.fasterxml.jackson..",
            "com.typesafe.config..",
            "org.slf4j..",
            "org.jspecify.annotations..",
            "scala..",
            "java..")
        .check(MODULE);
  }

  @Test
  void blocksNoThread() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MODULE);
    noClasses()
        .that()
        .doNotHaveSimpleName("AtomicStore")
        .should()
        .callMethod(java.util.concurrent.CompletableFuture.class, "get")
        .check(MODULE);
  }

  @Test
  void showsExactlyTheseTypes() {
    Set<String> publicTypes =
        MODULE.stream()
            .filter(type -> type.getPackageName().equals("io.atomicstore.engine"))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getEnclosingClass().isEmpty())
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(publicTypes)
        .containsExactlyInAnyOrder(
            "AsyncValidator",
            "AtomicStore",
            "AtomicStoreBuilder",
            "Envelope",
            "GetLiveLogScopes",
            "GetPastEvents",
            "GetResult",
            "GotResult",
            "LiveLogScopes",
            "LogUnavailableException",
            "Originator",
            "PastEventsPage",
            "QueriedEvents",
            "QueryEvents",
            "QueryRefused",
            "ResponseTooLate",
            "Scoped",
            "ScopesPage",
            "StoreIfValid",
            "ValidationRequest",
            "ValidationResponse",
            "Validator");
  }

  @Test
  void hasNoNullsThatAreNotMarkedAndNothingPublicToExtend() {
    assertThat(AtomicStore.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    classes()
        .that()
        .resideInAPackage("io.atomicstore.engine")
        .and()
        .arePublic()
        .and()
        .areNotInterfaces()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MODULE);
  }
}

package io.atomicstore.originator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

final class ModuleShapeTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.atomicstore.originator");

  @Test
  void knowsTheCoreAndTheJdk() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.atomicstore.core",
            "io.atomicstore.originator",
            "java..",
            "org.jspecify.annotations..")
        .check(MODULE);
  }

  @Test
  void blocksNoThread() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MODULE);
    noClasses().should().callMethod(CompletableFuture.class, "get").check(MODULE);
    noClasses().should().callMethod(CompletableFuture.class, "join").check(MODULE);
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
            "AskingLog",
            "Conversations",
            "Decider",
            "EventIds",
            "LogLine",
            "OpenConversations",
            "OriginatorSettings",
            "StateFaults",
            "ValidatorFailedException");
  }

  @Test
  void hasNoNullsThatAreNotMarkedAndNothingPublicToExtend() {
    assertThat(Conversations.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MODULE);
  }
}

package io.atomicstore.client;

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
          .importPackages("io.atomicstore.client");

  @Test
  void knowsNoEngineNoServerAndNoPekko() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.atomicstore.client",
            "io.atomicstore.core",
            "io.atomicstore.originator",
            "io.atomicstore.protocol",
            "io.grpc",
            "io.grpc.stub",
            "com.google.protobuf",
            "org.slf4j",
            "org.jspecify.annotations..",
            "java..")
        .check(MODULE);
  }

  @Test
  void blocksNoThread() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MODULE);
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
            "AtomicStoreClient",
            "AtomicStoreClientBuilder",
            "BlockingOriginator",
            "DelegatedValidator",
            "EncodedEvent",
            "EventFormat",
            "Formats",
            "MetaFormat",
            "Originator",
            "Payload",
            "ReasonFormat",
            "RequestRefusedException",
            "StoreIfValid",
            "StoreUnavailableException",
            "UnreadableException");
  }

  @Test
  void hasNoNullsThatAreNotMarkedAndNothingPublicToExtend() {
    assertThat(AtomicStoreClient.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
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

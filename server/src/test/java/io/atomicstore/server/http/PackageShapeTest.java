package io.atomicstore.server.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

final class PackageShapeTest {

  private static final String PACKAGE = "io.atomicstore.server.http";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(PACKAGE);

  @Test
  void knowsTheStoreTheConversationAndWhoMay() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            PACKAGE,
            "io.atomicstore.core",
            "io.atomicstore.engine",
            "io.atomicstore.protocol",
            "io.atomicstore.server.conversation",
            "io.atomicstore.server.security",
            "com.fasterxml.jackson.core..",
            "com.google.protobuf..",
            "com.typesafe.config..",
            // The status with which a conversation ends, and the shape of a stream of messages.
            "io.grpc",
            "io.grpc.stub",
            "org.apache.pekko..",
            "org.jspecify.annotations..",
            "org.slf4j..",
            "scala..",
            "java..",
            "javax.net.ssl")
        .check(CLASSES);
  }

  @Test
  void touchesTheInsideOfPekkoHttpInOnePlace() {
    noClasses()
        .that()
        .doNotHaveSimpleName("WebSockets")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pekko.http.impl..")
        .check(CLASSES);
  }

  @Test
  void showsWhatANodeNeedsToStartIt() {
    assertThat(
            CLASSES.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder("HttpEdge", "HttpParts", "HttpSettings");
    assertThat(HttpEdge.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }
}

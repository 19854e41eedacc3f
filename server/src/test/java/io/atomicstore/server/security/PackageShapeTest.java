package io.atomicstore.server.security;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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

  private static final String PACKAGE = "io.atomicstore.server.security";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(PACKAGE);

  @Test
  void knowsNeitherServerNorMoreOfTheEngineThanAPageOfScopes() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            PACKAGE,
            "io.atomicstore.core",
            "io.atomicstore.engine",
            "io.grpc.netty.shaded..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.jspecify.annotations..",
            "java..",
            "javax..")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.atomicstore.engine")
        .check(
            CLASSES.that(
                describe(
                    "are not part of PermittedScopes",
                    type -> !type.getName().startsWith(PACKAGE + ".PermittedScopes"))));
  }

  @Test
  void showsWhatBothEdgesAndTheCommandLineNeed() {
    assertThat(
            CLASSES.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "Access",
            "AccessControl",
            "AccessDenied",
            "AccessToken",
            "Admittance",
            "BindRule",
            "NewToken",
            "PermittedScopes",
            "Reloading",
            "ServerTls",
            "TlsFiles",
            "TokenFile",
            "TokenHash",
            "TokenRequest",
            "UnusableFileException",
            "Verb");
    assertThat(Access.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }
}

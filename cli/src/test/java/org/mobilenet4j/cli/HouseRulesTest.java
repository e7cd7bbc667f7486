package org.mobilenet4j.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "org.mobilenet4j", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  private static final String[] LIBRARIES = {
    "org.mobilenet4j.network..",
    "org.mobilenet4j.kernels..",
    "org.mobilenet4j.model..",
    "org.mobilenet4j.inference..",
    "org.mobilenet4j.vision..",
    "org.mobilenet4j.training.."
  };

  @ArchTest
  static final ArchRule each_floor_uses_only_the_floors_below_it =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("network")
          .definedBy("org.mobilenet4j.network..")
          .layer("kernels")
          .definedBy("org.mobilenet4j.kernels..")
          .layer("model")
          .definedBy("org.mobilenet4j.model..")
          .layer("inference")
          .definedBy("org.mobilenet4j.inference..")
          .layer("vision")
          .definedBy("org.mobilenet4j.vision..")
          .layer("training")
          .definedBy("org.mobilenet4j.training..")
          .layer("cli")
          .definedBy("org.mobilenet4j.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("vision")
          .mayOnlyBeAccessedByLayers("training", "cli")
          .whereLayer("inference")
          .mayOnlyBeAccessedByLayers("vision", "training", "cli")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("inference", "vision", "training", "cli")
          .whereLayer("kernels")
          .mayOnlyBeAccessedByLayers("inference", "vision", "training", "cli")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("model", "inference", "vision", "training", "cli");

  @ArchTest
  static final ArchRule only_kernels_know_the_vector_module =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.mobilenet4j.kernels..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule the_libraries_open_no_connection =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARIES)
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                      "java.net.http..", "javax.net..", "java.rmi..", "com.sun.net.httpserver..")
                  .or(
                      com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                          "java\\.net\\.(Server|Datagram|Multicast)?Socket|java\\.net\\.URL(Connection)?|java\\.nio\\.channels\\..*Socket.*")));

  @ArchTest
  static final ArchRule the_lower_floors_use_nothing_but_the_jdk =
      classes()
          .that()
          .resideInAnyPackage(
              "org.mobilenet4j.network..",
              "org.mobilenet4j.kernels..",
              "org.mobilenet4j.inference..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..", "jdk.incubator.vector..", "org.jspecify..", "org.mobilenet4j.."));

  @ArchTest
  static final ArchRule no_room_has_a_name_that_says_nothing =
      classes()
          .that(not(resideInAnyPackage("org.mobilenet4j.cli")))
          .should()
          .resideOutsideOfPackages(
              "..util..", "..utils..", "..common..", "..helper..", "..impl..", "..base..");

  private HouseRulesTest() {}
}

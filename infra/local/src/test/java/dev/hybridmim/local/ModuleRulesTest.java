package dev.hybridmim.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way; heavy libraries stay where they belong. */
@AnalyzeClasses(packages = "dev.hybridmim", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule MODULES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("platform")
          .definedBy("dev.hybridmim.platform..")
          .layer("ingest")
          .definedBy("dev.hybridmim.ingest..")
          .layer("augment")
          .definedBy("dev.hybridmim.augment..")
          .layer("trainer")
          .definedBy("dev.hybridmim.trainer..")
          .layer("evaluator")
          .definedBy("dev.hybridmim.evaluator..")
          .layer("local")
          .definedBy("dev.hybridmim.local..")
          .whereLayer("local")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("augment")
          .mayOnlyBeAccessedByLayers("local")
          .whereLayer("evaluator")
          .mayOnlyBeAccessedByLayers("local")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("augment", "evaluator", "local")
          .whereLayer("trainer")
          .mayOnlyBeAccessedByLayers("evaluator", "local");

  @ArchTest
  static final ArchRule THE_TRAINER_KNOWS_NO_PIPELINES =
      noClasses()
          .that()
          .resideInAPackage("dev.hybridmim.trainer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "org.apache.flink..");

  @ArchTest
  static final ArchRule PIPELINES_KNOW_NO_TENSORS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.hybridmim.ingest..", "dev.hybridmim.augment..", "dev.hybridmim.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule THE_PLATFORM_KNOWS_NO_PIPELINES =
      noClasses()
          .that()
          .resideInAPackage("dev.hybridmim.platform..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "org.apache.flink..");

  @ArchTest
  static final ArchRule NOTHING_READS_JAVA_SERIALISATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");
}

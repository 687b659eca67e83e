package loom.aml.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import loom.aml.server.mcp.McpServer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package of the server may know which. Arrows run down only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(McpServer.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void arrows_runDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("loom.aml.server..")
                .layer("transports")
                .definedBy("loom.aml.server.stdio..", "loom.aml.server.http..")
                .layer("memory")
                .definedBy("loom.aml.server.memory..")
                .layer("mcp")
                .definedBy("loom.aml.server.mcp..")
                .layer("feature")
                .definedBy("loom.aml.server.feature..")
                .layer("schema")
                .definedBy("loom.aml.server.schema..")
                .layer("rpc")
                .definedBy("loom.aml.server.rpc..")
                .whereLayer("transports")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("memory")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("mcp")
                .mayOnlyBeAccessedByLayers("transports")
                .whereLayer("feature")
                .mayOnlyBeAccessedByLayers("memory", "mcp", "transports")
                .whereLayer("schema")
                .mayNotAccessAnyLayer()
                .whereLayer("rpc")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .check(CLASSES);
    }

    @Test
    void transports_knowNothingOfEachOther() {
        slices().matching("loom.aml.server.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("loom.aml.server.stdio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("loom.aml.server.http..")
                .check(CLASSES);
    }

    @Test
    void protocol_knowsOnlyJsonOfTheLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("loom.aml.server.memory..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("loom.aml..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage("loom.aml.server..", "loom.aml.json.."))))
                .check(CLASSES);
    }

    /** Like commands, tools call use cases and pass values. */
    @Test
    void tools_knowNeitherStoresNorCapabilities() {
        noClasses()
                .that()
                .resideInAPackage("loom.aml.server.memory..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "loom.aml.store.loom..",
                        "loom.aml.store.log..",
                        "loom.aml.storage..",
                        "loom.aml.recall..",
                        "loom.aml.backup..",
                        "loom.aml.prune..",
                        "loom.aml.tidy..")
                .check(CLASSES);
    }

    @Test
    void packages_areNullMarked() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(each -> !each.getClasses().isEmpty())
                        .distinct()
                        .filter(each -> each.tryGetPackageInfo()
                                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                                .isEmpty()))
                .isEmpty();
    }
}

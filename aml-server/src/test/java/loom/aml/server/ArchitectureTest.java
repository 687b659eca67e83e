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
import loom.aml.store.AgentNames;
import loom.aml.store.graph.CanonicalText;
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
                .definedBy("loom.aml.server.stdio..", "loom.aml.server.http.mcp..")
                .layer("front ends")
                .definedBy("loom.aml.server.rest..", "loom.aml.server.page..", "loom.aml.server.metrics..")
                .layer("stores")
                .definedBy(
                        "loom.aml.server.job..",
                        "loom.aml.server.service..",
                        "loom.aml.server.stores..",
                        "loom.aml.server.event..",
                        "loom.aml.server.operation..")
                .layer("host")
                .definedBy("loom.aml.server.http")
                .layer("memory")
                .definedBy("loom.aml.server.memory..")
                .layer("compat")
                .definedBy("loom.aml.server.compat..")
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
                .whereLayer("front ends")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("stores")
                .mayOnlyBeAccessedByLayers("front ends")
                .whereLayer("stores")
                .mayNotAccessAnyLayer()
                .whereLayer("host")
                .mayOnlyBeAccessedByLayers("transports", "front ends")
                .whereLayer("host")
                .mayNotAccessAnyLayer()
                .whereLayer("memory")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("compat")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("mcp")
                .mayOnlyBeAccessedByLayers("transports", "compat")
                .whereLayer("feature")
                .mayOnlyBeAccessedByLayers("memory", "compat", "mcp", "transports")
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
                .resideOutsideOfPackages(
                        "loom.aml.server.memory..",
                        "loom.aml.server.compat..",
                        "loom.aml.server.rest..",
                        "loom.aml.server.page..",
                        "loom.aml.server.metrics..",
                        "loom.aml.server.job..",
                        "loom.aml.server.service..",
                        "loom.aml.server.stores..",
                        "loom.aml.server.event..",
                        "loom.aml.server.operation..")
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
                        "loom.aml.store.file..",
                        "loom.aml.store.loom..",
                        "loom.aml.store.log..",
                        "loom.aml.storage..",
                        "loom.aml.recall..",
                        "loom.aml.backup..",
                        "loom.aml.prune..",
                        "loom.aml.tidy..")
                .check(CLASSES);
    }

    /** Queries are parsed where they are received; their language is that of the index. */
    @Test
    void frontEnds_knowUseCasesAndValuesOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "loom.aml.server.rest..",
                        "loom.aml.server.page..",
                        "loom.aml.server.metrics..",
                        "loom.aml.server.job..",
                        "loom.aml.server.service..",
                        "loom.aml.server.stores..",
                        "loom.aml.server.event..",
                        "loom.aml.server.operation..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("loom.aml..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "loom.aml.server..",
                                "loom.aml.json..",
                                "loom.aml.app..",
                                "loom.aml.io..",
                                "loom.aml.item..",
                                "loom.aml.index.query..")))
                        .and(DescribedPredicate.describe("are not values", target -> !isValue(target))))
                .check(CLASSES);
    }

    @Test
    void compatibleServers_knowUseCasesAndValuesOnly() {
        noClasses()
                .that()
                .resideInAPackage("loom.aml.server.compat..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("loom.aml..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(
                                "loom.aml.server..", "loom.aml.json..", "loom.aml.app..")))
                        .and(DescribedPredicate.describe("are not values", target -> !isValue(target))))
                .check(CLASSES);
    }

    private static boolean isValue(JavaClass target) {
        return target.isRecord()
                || target.isEnum()
                || target.isInterface()
                || target.isAssignableTo(Throwable.class)
                // The spelling of a format.
                || target.isEquivalentTo(CanonicalText.class)
                // Which names agents may have.
                || target.isEquivalentTo(AgentNames.class);
    }

    @Test
    void packages_areNullMarked() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(each -> !each.getClasses().isEmpty())
                        // Generated from templates.
                        .filter(each -> !each.getName().startsWith("loom.aml.server.page.template"))
                        .distinct()
                        .filter(each -> each.tryGetPackageInfo()
                                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                                .isEmpty()))
                .isEmpty();
    }
}

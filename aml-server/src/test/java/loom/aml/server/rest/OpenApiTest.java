package loom.aml.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import loom.aml.app.stores.ListStores;
import loom.aml.io.LocalDisk;
import loom.aml.locate.FoundStore;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.job.JobNotes;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.operation.Operations;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStore;
import loom.aml.server.stores.ServedStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The interface is described in OpenAPI 3.1, as it is. */
class OpenApiTest {
    private static final Path FILE = Path.of("src/main/resources/loom/aml/server/rest", DescriptionResource.FILE)
            .toAbsolutePath();

    private static List<Route> routes() {
        Events events = new Events();
        FailureMapping failures = new FailureMapping(Exception::getMessage, e -> {
            throw new AssertionError(e);
        });
        HostServices services = new HostServices(
                new ServedStores(new ServedStores.Source() {
                    @Override
                    public ListStores.Result list() {
                        return new ListStores.Result(List.of(), List.of());
                    }

                    @Override
                    public ServedStore open(FoundStore store) {
                        throw new IllegalStateException("no store is served here");
                    }
                }),
                new StoreOperations(new Operations(events, InstantSource.system()), failures),
                events,
                new StoreWatches(events),
                failures,
                InstantSource.system(),
                false);
        JobScheduler jobs = new JobScheduler(
                services,
                new JobScheduler.Environment(
                        new JobNotes(new LocalDisk(), Path.of("unused")),
                        _ -> Map.of(),
                        ZoneOffset.UTC,
                        SplittableRandom::new));
        return RestEndpoint.routes(services, jobs, () -> "");
    }

    /** Run with {@code -Daml.docs=write} to update the file. */
    @Test
    void description_isThatOfTheRoutes() throws Exception {
        String expected = OpenApiDocument.of(routes(), Path.of("../docs/json"));
        if ("write".equals(System.getProperty("aml.docs"))) {
            Files.writeString(FILE, expected);
        }
        assertThat(Files.readString(FILE)).isEqualTo(expected);
    }

    @Test
    void description_isValidOpenApi() throws Exception {
        String schemaText;
        try (InputStream in =
                Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("openapi-3.1.schema.json"))) {
            schemaText = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText, InputFormat.JSON);
        assertThat(schema.validate(Files.readString(FILE), InputFormat.JSON)).isEmpty();
        String broken = Files.readString(FILE).replaceFirst("\"description\" : \"[^\"]*\"", "\"nothing\" : 1");
        assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void operations_haveNamesOfTheirOwn() {
        assertThat(routes()).extracting(Route::id).doesNotHaveDuplicates();
        assertThat(routes()).extracting(route -> route.method() + route.path()).doesNotHaveDuplicates();
    }

    /** A server that only reads refuses every other operation. */
    @Test
    void operationsThatAreNotChanges_areTheKnownOnes() {
        TreeSet<String> harmless = new TreeSet<>();
        for (Route route : routes()) {
            if (!route.isChange() && !route.method().equals("GET")) {
                harmless.add(route.id());
            }
        }
        assertThat(harmless).containsExactly("createSignInLink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaceItem", "removeItem"})
    void changesOfAnItem_needItsRevision(String id) {
        assertThat(routes()).filteredOn(route -> route.id().equals(id)).allMatch(Route::isConditional);
    }
}

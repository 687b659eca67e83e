package loom.aml.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The board follows the schema of dashboards that Grafana publishes as types on npm. */
class GrafanaBoardIT {
    private static final Path BOARD = Path.of("../docs/grafana/aml.json");
    private static final Path SOURCE = Path.of("src/test/node-grafana").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/grafana").toAbsolutePath();
    private static final Path GENERATOR =
            FOLDER.resolve("node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js");
    private static final Path TYPES =
            FOLDER.resolve("node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen.d.ts");

    private static final int OLDEST_NODE = 20;

    @TempDir
    private Path directory;

    private Schema schema() throws Exception {
        assumeTrue(
                NodePackages.versionOf("node") >= OLDEST_NODE && new NodePackages(SOURCE, FOLDER, GENERATOR).install(),
                "npm cannot install the types of Grafana here");
        Path file = directory.resolve("dashboard.schema.json");
        NodePackages.Outcome generated = NodePackages.run(
                List.of(
                        "node",
                        GENERATOR.toString(),
                        "--path",
                        TYPES.toString(),
                        "--type",
                        "Dashboard",
                        "--no-type-check",
                        "-o",
                        file.toString()),
                FOLDER);
        assertThat(generated.exitCode()).as(generated.output()).isZero();
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Files.readString(file));
    }

    @Test
    void board_followsTheSchemaOfGrafana() throws Exception {
        Schema schema = schema();
        String board = Files.readString(BOARD);

        assertThat(schema.validate(board, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(board.replace("\"gridPos\"", "\"position\""), InputFormat.JSON))
                .isNotEmpty();
    }
}

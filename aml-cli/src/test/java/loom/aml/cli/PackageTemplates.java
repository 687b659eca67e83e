package loom.aml.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** The packages for clients of agents, as a release fills in their templates. */
final class PackageTemplates {
    static final Path REGISTRY = Path.of("src/main/mcp/server.json");
    static final Path REGISTRY_BUNDLE = Path.of("src/main/mcp/server-mcpb.json");
    static final Path MANIFEST = Path.of("src/main/mcp/manifest.json");
    static final Path NPM = Path.of("src/main/npm");
    static final List<Path> ALL = List.of(REGISTRY, REGISTRY_BUNDLE, MANIFEST, NPM.resolve("package.json"));

    private PackageTemplates() {}

    static String filled(Path template) throws IOException {
        return Files.readString(template)
                .replace("${version}", Version.NUMBER)
                .replace("${registry.name}", "io.github.someone/aml")
                .replace("${platform}", "linux")
                .replace("${mcpb.url}", "https://example.org/aml.mcpb")
                .replace("${mcpb.sha256}", "0".repeat(64));
    }

    static JsonObject read(Path template) throws IOException, JsonSyntaxException {
        return JsonObject.parse(filled(template));
    }

    /** Returns what the MCP registry would refuse in an entry; empty if it is valid. */
    static List<String> faultsOfRegistryEntry(String entry) throws IOException {
        try (InputStream in = PackageTemplates.class.getResourceAsStream("registry-entry.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .validate(entry, InputFormat.JSON)
                    .stream()
                    .map(Error::toString)
                    .toList();
        }
    }
}

package loom.aml.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas in {@code docs/json}. */
final class JsonSchemas {
    static final Path FOLDER = Path.of("../docs/json").toAbsolutePath().normalize();

    private static final String SUFFIX = ".schema.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, JsonNode> byName = new TreeMap<>();
    private final SchemaRegistry registry;

    JsonSchemas() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                texts.put(file.toUri().toString(), text);
                String name = file.getFileName().toString();
                byName.put(name.substring(0, name.length() - SUFFIX.length()), JSON.readTree(text));
            }
        }
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(texts)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** Returns the schemas by file name, including {@code defs}. */
    Map<String, JsonNode> byName() {
        return byName;
    }

    /** Returns the name of the file that contains the schema of a command. */
    static String nameOf(CommandEntry entry) {
        return entry.fullName().replace(' ', '-');
    }

    /** Returns the errors of a document of a command; empty if it matches the schema. */
    List<String> faults(CommandEntry entry, String document) {
        return faults(nameOf(entry), document);
    }

    List<String> faults(String name, String document) {
        Schema schema = registry.getSchema(
                SchemaLocation.of(FOLDER.resolve(name + SUFFIX).toUri().toString()));
        return schema.validate(document, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a text that is a single document. */
    static JsonNode parse(String text) {
        return JSON.readTree(text);
    }
}

package loom.aml.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The names of agents, and the stories of their memories. */
final class Vocabulary {
    private static final String[] AGENTS = {
        "backend-architect",
        "frontend-developer",
        "debugger",
        "test-writer",
        "code-reviewer",
        "devops-engineer",
        "security-auditor",
        "data-engineer",
        "performance-tuner",
        "api-designer",
        "docs-writer",
        "release-manager",
        "database-administrator",
        "mobile-developer",
        "ml-engineer",
        "accessibility-reviewer",
        "incident-responder",
        "dependency-updater",
        "localization-editor",
        "product-analyst",
        "ux-researcher",
        "infrastructure-planner",
        "integration-tester",
        "legacy-modernizer",
    };

    private static final Grammar GRAMMAR = grammar();

    /** The stories of patterns. */
    static final List<Story> PATTERNS = Story.read(GRAMMAR, resource("patterns.txt"));

    /** The stories of solutions. */
    static final List<Story> SOLUTIONS = Story.read(GRAMMAR, resource("solutions.txt"));

    /** The stories of decisions. */
    static final List<Story> DECISIONS = Story.read(GRAMMAR, resource("decisions.txt"));

    /** Texts that any item may have. */
    static final Story COMMON = Story.read(GRAMMAR, resource("common.txt")).getFirst();

    private Vocabulary() {}

    /** Returns the unique name of an agent by index, from 0. */
    static String agent(int index) {
        String name = AGENTS[index % AGENTS.length];
        return index < AGENTS.length ? name : name + "-" + (index / AGENTS.length + 1);
    }

    private static Grammar grammar() {
        Grammar grammar = new Grammar();
        for (String line : resource("names.txt").lines().toList()) {
            int equals = line.indexOf('=');
            grammar.names(line.substring(0, equals).strip(), line.substring(equals + 1));
        }
        return grammar;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

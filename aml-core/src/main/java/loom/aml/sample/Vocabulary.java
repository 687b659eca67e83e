package loom.aml.sample;

import java.util.List;
import java.util.random.RandomGenerator;

/** The words that samples are made of, and sentences of them: the talk of people who run services. */
final class Vocabulary {
    private static final List<String> VERBS = List.of(
            "cache",
            "retry",
            "shard",
            "batch",
            "stream",
            "validate",
            "paginate",
            "index",
            "rotate",
            "throttle",
            "merge",
            "prefetch",
            "debounce",
            "compress",
            "replay",
            "isolate",
            "partition",
            "memoise",
            "drain",
            "warm",
            "lint",
            "escape",
            "hydrate",
            "rollback",
            "checkpoint");
    private static final List<String> ADJECTIVES = List.of(
            "stale",
            "nested",
            "lazy",
            "sparse",
            "idempotent",
            "orphaned",
            "flaky",
            "shared",
            "bounded",
            "async",
            "partial",
            "expired",
            "dense",
            "circular",
            "ambiguous",
            "deferred",
            "optimistic",
            "malformed",
            "transient",
            "cold");
    private static final List<String> NOUNS = List.of(
            "session",
            "migration",
            "webhook",
            "token",
            "queue",
            "resolver",
            "schema",
            "socket",
            "snapshot",
            "reducer",
            "certificate",
            "handler",
            "transaction",
            "bundle",
            "fixture",
            "endpoint",
            "cursor",
            "lockfile",
            "payload",
            "consumer",
            "dashboard",
            "quota",
            "mutex",
            "render",
            "replica");
    private static final List<String> TECH = List.of(
            "postgres",
            "redis",
            "kafka",
            "react",
            "django",
            "spring",
            "graphql",
            "terraform",
            "kubernetes",
            "rust",
            "go",
            "typescript",
            "nginx",
            "grpc",
            "sqlite",
            "docker",
            "elixir",
            "nextjs");
    private static final List<String> TAGS = List.of(
            "performance",
            "security",
            "database",
            "frontend",
            "api",
            "testing",
            "deployment",
            "caching",
            "observability",
            "migration",
            "concurrency",
            "ux");
    private static final List<String> ERRORS = List.of(
            "TypeError",
            "NullPointerException",
            "TimeoutError",
            "ECONNRESET",
            "KeyError",
            "DeadlockDetected",
            "OutOfMemoryError",
            "ValidationError",
            "ENOSPC",
            "AssertionError");
    private static final List<String> AGENTS = List.of(
            "backend-architect",
            "frontend-developer",
            "debugger",
            "test-writer",
            "code-reviewer",
            "devops-engineer",
            "security-auditor",
            "data-engineer",
            "docs-writer",
            "performance-tuner");
    private static final List<String> ODDITIES = List.of(
            "Größe über 10 µs",
            "naïve café → déjà vu",
            "日本語のログ",
            "ship it 🚀",
            "path C:\\temp\\\"x\"",
            "line one\nline two");

    private Vocabulary() {}

    /** The name of an agent; made up behind those that everybody has. */
    static String agent(int index) {
        return index < AGENTS.size()
                ? AGENTS.get(index)
                : AGENTS.get(index % AGENTS.size()) + "-" + index / AGENTS.size();
    }

    static String verb(RandomGenerator random) {
        return pick(VERBS, random);
    }

    static String noun(RandomGenerator random) {
        return pick(NOUNS, random);
    }

    static String tech(RandomGenerator random) {
        return pick(TECH, random);
    }

    static String tag(RandomGenerator random) {
        return pick(TAGS, random);
    }

    static String error(RandomGenerator random) {
        return pick(ERRORS, random);
    }

    /** Two words with a dash, as names of techniques are. */
    static String slug(RandomGenerator random) {
        return pick(ADJECTIVES, random) + "-" + pick(NOUNS, random);
    }

    static String sentence(RandomGenerator random) {
        String oddity = random.nextInt(40) == 0 ? " (" + pick(ODDITIES, random) + ")" : "";
        return pick(VERBS, random) + " the " + pick(ADJECTIVES, random) + " " + pick(NOUNS, random) + " before the "
                + pick(NOUNS, random) + " can " + pick(VERBS, random) + " a " + pick(ADJECTIVES, random) + " "
                + pick(NOUNS, random) + " in " + pick(TECH, random) + oddity + ".";
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}

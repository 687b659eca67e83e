package loom.aml.sample;

/** What agents talk about: the rules that all text of a sample is made by, and the names of agents. */
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

    private static final Grammar GRAMMAR = new Grammar()
            .words("verb", """
                    acknowledge backfill bisect bound buffer chunk coalesce defer detach downgrade fence flatten
                    freeze guard inline journal lease mirror narrow pool probe quarantine reconcile reindex
                    reorder sample seal shadow shed snapshot split stage stub suspend tombstone unwind vacuum
                    version wrap
                    """)
            .words("noun", """
                    aggregate allowlist backlog baseline bitmap changeset checkpoint client coordinator deadline
                    descriptor digest endpoint envelope event-bus extractor feature-flag gateway heartbeat
                    histogram importer invoice job keyspace ledger mailbox manifest matcher namespace offset
                    outbox parser playbook projection proxy read-model registry renderer resolver rollout runner
                    scheduler sidecar subscription tenant-map upload watermark workflow
                    """)
            .words("adjective", """
                    append-only best-effort bursty cold cross-region cyclic degraded delayed flaky forked
                    half-open in-flight inherited legacy lock-free long-lived multi-tenant noisy out-of-order
                    poisoned rate-limited re-entrant read-only rolled-back self-signed short-lived skewed
                    speculative tightly-coupled truncated type-safe under-indexed unversioned user-facing
                    write-heavy zero-copy
                    """)
            .words("tech", """
                    postgresql mysql sqlite redis kafka rabbitmq nats clickhouse elasticsearch dynamodb envoy
                    nginx kubernetes terraform ansible github-actions grafana prometheus opentelemetry vault
                    """)
            .words("language", "typescript python java kotlin go rust swift ruby elixir scala php c# sql")
            .words("framework", """
                    react svelte vue angular next.js spring-boot quarkus fastapi django rails phoenix express
                    nestjs axum ktor laravel
                    """)
            .words("tag", """
                    api auth caching ci concurrency cost database deployment dx accessibility frontend i18n
                    incident latency logging memory migration observability queue security storage testing
                    """)
            .words("error", """
                    TypeError RangeError ReferenceError ValueError KeyError TimeoutError ConnectionResetError
                    NullPointerException ConcurrentModificationException IllegalStateException
                    SQLTransientException OptimisticLockException ECONNREFUSED EPIPE ENOSPC OOMKilled SIGSEGV
                    AssertionError HydrationMismatch CERT_HAS_EXPIRED
                    """)
            .words("person", "Ada Grace Edsger Barbara Ken Radia Donald Frances Linus Margaret")
            .phrases("type", "{adjective}-{noun}\n{verb}-{noun}\n{tech}-{noun}")
            .phrases("technique", "{verb}-the-{noun}\n{verb}-then-{verb}\n{adjective}-{noun}")
            .phrases("step", """
                    {Verb} the {adjective} {noun} and note which {noun} still refers to it.
                    Let {tech} {verb} the {noun} before the first {noun} starts.
                    Add a {noun} that fails while the {noun} is {adjective}.
                    Move the {noun} behind the {noun}; {verb} whatever is {adjective}.
                    Run the {framework} suite {2-20} times with the {noun} turned off.
                    Compare p95 of the {noun} before and after; stop above {50-400} ms.
                    Write down why the {noun} must {verb} before the {noun}.
                    """)
            .phrases("sentence", """
                    {Verb} the {adjective} {noun} first, because the {noun} cannot tell it from the {adjective} one.
                    Under load the {noun} would {verb} before the {noun} could {verb}, so the order is explicit now.
                    Over {2-30} days p95 of the {noun} fell from {300-900} to {20-290} ms once it could {verb} in bulk.
                    The {noun} owns its {noun}; whatever is {adjective} goes through the {noun} and never around it.
                    We tried to {verb} the {noun} in {tech} and had to {verb} it again {2-14} days later.
                    Whenever the {noun} is {adjective}, {verb} it and let the {noun} catch up on its own.
                    It keeps the {adjective} {noun} out of the hot path and costs one more {noun} per {noun}.
                    With {tech} the {adjective} {noun} needs no {noun}: {verb} it, then {verb} the rest.
                    Nobody noticed the {adjective} {noun} until a {noun} in {tech} began to {verb} every {2-90} minutes.
                    Prefer a {noun} that can {verb} over the {adjective} {noun} that {framework} brings along.
                    """)
            .phrases("code", """
                    await {verb}({noun}, { retries: {2-9}, signal });
                    const {verb} = ({noun}) => {noun}?.id ?? "none";
                    if (!{verb}.done) {⏎  return null;⏎}⏎return {verb}.value;
                    with pool.acquire() as {verb}:⏎    {verb}.run("SELECT 1 FROM {verb}_log WHERE ok = %s", [True])
                    try (var {verb} = open(path)) {⏎    {verb}.copyTo(out);⏎}
                    for {verb} in range({2-64}):⏎	yield {verb}, next(rows)
                    grep -E '^\\d+\\s+{noun}$' app.log | sort | uniq -c
                    SELECT id, {verb}_at FROM "{verb}s" WHERE {verb}_at < now() - interval '{2-90} days';
                    match {verb} { Some(v) if v > {10-99} => Ok(v), _ => Err("{noun}".into()) }
                    kubectl rollout restart deploy/{noun} --namespace={verb}
                    """)
            .phrases("condition", """
                    the {noun} is {adjective}
                    more than {2-40} {noun}s at a time
                    {tech} in front of the {noun}
                    {adjective}-{noun}
                    """)
            .phrases("message", """
                    cannot {verb} '{noun}': still leased by worker {1-64}
                    {noun} "{verb}-{10-99}" not found in C:\\work\\{noun}\\{verb}.json
                    expected {2-90} rows from {tech}, got {100-900}
                    ␛[31mFAIL␛[0m {noun}.spec.ts:{2-480}: {verb} is not a function
                    {noun} timed out after {100-9000} ms while trying to {verb}
                    Could not {verb} {adjective} {noun} (attempt {2-9} of 9)
                    invalid value for key `{noun}`: 0x{10-99}ff
                    """)
            .phrases("option", """
                    {tech}
                    {tech} with a {noun}
                    {framework}
                    a {adjective} {noun}
                    {verb} in the {noun}
                    """)
            .phrases("question", """
                    Where should the {noun} {verb} a {adjective} {noun}?
                    Which of them may {verb} the {noun} once it is {adjective}?
                    Do we {verb} the {noun} ourselves or leave it to {tech}?
                    How often must the {adjective} {noun} {verb}?
                    """)
            .phrases("decision_type", """
                    architecture
                    library-choice
                    data-model
                    rollout
                    testing-strategy
                    api-contract
                    """)
            .phrases("file", """
                    src/{noun}/{verb}.ts
                    app/{verb}_{noun}.py
                    internal/{noun}/{verb}_test.go
                    core/src/main/java/{verb}/{noun}.java
                    """)
            .phrases("note", """
                    Größe der Übergabe: {2-90} µs, naïve Schätzung war 10× höher
                    日本語のログ：{noun} を {verb} してから再実行
                    shipped 🚀, thanks {person} 👩‍💻🎉
                    Проверено на {tech}: {2-90} раз подряд
                    “{adjective}” ≠ ‘{adjective}’ — see § {2-9}.{2-9}
                    café ☕ ↔ {noun} → {2-99} €
                    """)
            .asciiPhrases("ascii_note", """
                    Straße nach {noun}: {2-90} °C
                    done ✅ by {person} 😀
                    łączność z {tech} – {2-9} próby
                    """)
            .phrases("version", "{0-24}.{0-9}.{0-30}")
            .phrases("any_note", "{note}\n{note}\n{ascii_note}")
            .phrases("no_date", """
                    last tuesday
                    unknown
                    n/a
                    2026-13-45T99:99:99Z
                    around release {2-9}.{2-9}
                    32.01.2026
                    """);

    static final Phrase TYPE = GRAMMAR.rule("type");
    static final Phrase TECHNIQUE = GRAMMAR.rule("technique");
    static final Phrase STEP = GRAMMAR.rule("step");
    static final Phrase SENTENCE = GRAMMAR.rule("sentence");
    static final Phrase CODE = GRAMMAR.rule("code");
    static final Phrase CONDITION = GRAMMAR.rule("condition");
    static final Phrase ERROR = GRAMMAR.rule("error");
    static final Phrase MESSAGE = GRAMMAR.rule("message");
    static final Phrase OPTION = GRAMMAR.rule("option");
    static final Phrase QUESTION = GRAMMAR.rule("question");
    static final Phrase DECISION_TYPE = GRAMMAR.rule("decision_type");
    static final Phrase FILE = GRAMMAR.rule("file");
    static final Phrase NOTE = GRAMMAR.rule("any_note");
    static final Phrase NOUN = GRAMMAR.rule("noun");
    static final Phrase TECH = GRAMMAR.rule("tech");
    static final Phrase LANGUAGE = GRAMMAR.rule("language");
    static final Phrase FRAMEWORK = GRAMMAR.rule("framework");
    static final Phrase TAG = GRAMMAR.rule("tag");
    static final Phrase VERSION = GRAMMAR.rule("version");
    static final Phrase PERSON = GRAMMAR.rule("person");
    static final Phrase NO_DATE = GRAMMAR.rule("no_date");

    private Vocabulary() {}

    /** The name of an agent by its number, from 0; each has another one. */
    static String agent(int index) {
        String name = AGENTS[index % AGENTS.length];
        return index < AGENTS.length ? name : name + "-" + (index / AGENTS.length + 1);
    }
}
